import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { AnswerOf } from '../../../client/types';
import { Age } from '../../../shared/age';
import { PageLink } from '../../../shared/navigation/page-link';
import { HealthOfImage, StatusOfImage } from '../../../shared/status';
import { reasonsOf } from './reasons';
import { countsText, shareText } from './text';

/** What an image is, and what is wrong with it. */
export function OverviewTab({ image }: { image: AnswerOf<'showImage'> }) {
  const reasons = reasonsOf(image);
  return (
    <SpaceBetween size="m">
      {reasons.length > 0 && (
        <Alert
          type={image.revocation || image.health?.level === 'critical' ? 'error' : 'warning'}
          header="What to know about this image"
        >
          {reasons.map((reason) => (
            <div key={reason}>{reason}</div>
          ))}
        </Alert>
      )}
      <Container header={<Header variant="h2">Details</Header>}>
        <KeyValuePairs columns={4} items={factsOf(image).map(([label, value]) => ({ label, value: value ?? '-' }))} />
      </Container>
      <Container header={<Header variant="h2">Security</Header>}>
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Findings on its instances', value: countsText(image.findings) },
            {
              label: 'Known vulnerabilities of its packages',
              value: image.package_scan
                ? (image.package_scan.unknown ?? countsText(image.package_scan.findings))
                : 'Not scanned',
            },
            {
              label: 'Instance metadata',
              value: image.imds_support === 'v2.0' ? 'IMDSv2 required' : 'IMDSv2 not required',
            },
            { label: 'Encryption key', value: image.encryption_key ?? encryptionText(image) },
            { label: 'Shared with', value: image.shares?.map(shareText).join(', ') || 'Nobody' },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">Tags</Header>}>
        {Object.keys(image.tags).length === 0 ? (
          'No tags'
        ) : (
          <KeyValuePairs
            columns={3}
            items={Object.entries(image.tags).map(([label, value]) => ({ label, value: value || '-' }))}
          />
        )}
      </Container>
    </SpaceBetween>
  );
}

function factsOf(image: AnswerOf<'showImage'>) {
  return [
    ['AMI ID', image.ami_id],
    ['Region', image.region],
    ['Account', image.owner_id],
    ['Status', <StatusOfImage key="status" image={image} />],
    ['Health', <HealthOfImage key="health" image={image} />],
    ['Health checked', image.health && <Age key="checked" since={image.health.checked_at} />],
    [
      'Stack',
      image.stack && (
        <PageLink key="stack" page="stacks" segments={[image.stack]}>
          {image.stack}
        </PageLink>
      ),
    ],
    ['Version', image.version],
    ['Variant', image.variant],
    ['Channels', image.channels?.join(', ') || undefined],
    ['Architecture', image.architecture],
    ['GPU support', image.gpu ? 'Yes' : 'No'],
    ['Size', `${image.size_gb} GiB`],
    ['Created', <Age key="age" since={image.creation_date} />],
    ['Last launch', image.last_launched && <Age key="launched" since={image.last_launched} />],
    ['Base', image.base_source ?? image.base_ami],
    [
      'Build',
      image.build_id && (
        <PageLink key="build" page="builds" segments={[image.build_id]}>
          {image.build_id}
        </PageLink>
      ),
    ],
    ['Description', image.description],
  ] as const;
}

function encryptionText({ snapshots }: AnswerOf<'showImage'>): string {
  if (snapshots.length === 0) return '-';
  const encrypted = snapshots.filter((snapshot) => snapshot.encrypted).length;
  return encrypted === snapshots.length ? 'Encrypted' : encrypted === 0 ? 'Not encrypted' : 'Partly encrypted';
}
