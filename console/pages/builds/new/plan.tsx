import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { CommandLine } from '../../../shared/command-line';
import { PageLink } from '../../../shared/navigation/page-link';
import { answerText, costTexts, limitText, timeText, type Preview } from './plan-text';

/** Shows what a build would do, and what it would cost. */
export function Plan({ preview, command }: { preview: Preview; command: readonly string[] }) {
  const { base, test, cleanup, build_id } = preview;
  const costs = costTexts(preview);
  const facts = [
    [
      'Build',
      <StatusIndicator key="answer" type={preview.answer === 'start' ? 'success' : 'info'}>
        {answerText(preview)}
      </StatusIndicator>,
    ],
    [
      'Answered by',
      build_id && (
        <PageLink key="build" page="builds" segments={[build_id]}>
          {build_id}
        </PageLink>
      ),
    ],
    ['Takes', timeText(preview)],
    ['Costs of instances', costs.instances],
    ['Costs of snapshots', costs.snapshots],
    ['Prices of', preview.expected.prices_of],
    ['Stack', `${preview.stack} ${preview.version} ${preview.variant}`],
    ['Image', preview.discard ? `${preview.image_name}, removed after the tests` : preview.image_name],
    ['Base', `${base.name} (${base.ami_id})`],
    ['Volume', `${preview.volume_size_gb} GiB`],
    ['Encrypted with', preview.encryption_key],
    [
      'Launch candidates',
      preview.launch
        .map(({ instance_type, subnet_id }) => [instance_type, subnet_id].filter(Boolean).join(' in '))
        .join(', '),
    ],
    ['Files', preview.files?.map(({ destination }) => destination).join(', ')],
    [
      'Scripts',
      preview.scripts.map(({ name, timeout_seconds }) => `${name} (${limitText(timeout_seconds)})`).join(', '),
    ],
    ['Cleanup', cleanup === 'own' ? 'script of the recipe' : cleanup],
    ['Test', test === undefined ? 'none' : `${test.instance_types.join(', ')} (${limitText(test.timeout_seconds)})`],
    ['Scan', preview.scan ? 'packages are scanned before publication' : 'none'],
    ['Approval', preview.approval ? 'required before publication' : 'none'],
    ['Regions', preview.discard ? 'none' : preview.regions.join(', ')],
    ['Accounts', preview.accounts.join(', ')],
  ] as const;
  const items = facts.filter(([, value]) => value).map(([label, value]) => ({ label, value }));
  return (
    <Container
      header={
        <Header variant="h2" description={<CommandLine words={command} />}>
          What a build would do
        </Header>
      }
    >
      <SpaceBetween size="m">
        {preview.warnings?.map((warning) => (
          <Alert key={warning} type="warning">
            {warning}
          </Alert>
        ))}
        {test === undefined && (
          <Alert type="warning">
            The recipe has no test, so its image is published untested. Add a script under <code>test:</code>.
          </Alert>
        )}
        <KeyValuePairs columns={3} items={items} />
      </SpaceBetween>
    </Container>
  );
}
