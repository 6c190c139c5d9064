import { formatAge, formatDuration } from '../../core/lib/duration';
import type { TestResult } from '../../core/model/image';
import { scheduleOf } from '../../core/image/schedule';
import { findingsText } from '../../core/model/findings';
import { scanText, vulnerabilityText } from '../../core/provenance/package-scan';
import { nameOfLocation, locationOf } from '../../core/model/location';
import type { ImageDetails } from '../client/answers';
import { renderBlock, renderDetails } from './layout/details';
import { readyText, statusOf } from './images';
import type { ImageView } from './images';

/** Renders one image: facts, tests, health, snapshots, replicas, history and tags. */
export function renderImage(image: ImageDetails, view: ImageView): string {
  const { styles } = view;
  const facts = renderDetails(
    [
      ['Name', image.name],
      ['AMI ID', image.ami_id],
      ['Region', image.region],
      ['Account', image.account],
      ['State', [image.state, image.lifecycle].join(', ')],
      ['Status', statusOf(image, view.emoji)],
      ['Revoked', image.revocation && `${image.revocation.at}: ${image.revocation.reason}`],
      ['Scheduled', scheduleText(image)],
      ['Stack', [image.stack, image.version, image.variant].filter(Boolean).join(' ')],
      ['Description', image.description],
      ['Architecture', image.architecture],
      ['Size', `${image.size_gb}GB`],
      ['Created', `${image.creation_date} (${formatAge(new Date(image.creation_date), view.now)} ago)`],
      ['Ready', readyText(image)],
      ['Last launch', `${image.last_launched ?? 'none known'} (EC2 reports it up to 24 hours late)`],
      ['IMDS', image.imds_support && `${image.imds_support} required`],
      ['Base', [image.base_os, image.base_ami, image.base_source].filter(Boolean).join(' ')],
      ['Build', image.build_id],
      [
        'Copy of',
        image.replicated_from === undefined ? undefined : `${image.replicated_from} in ${image.source_region ?? '-'}`,
      ],
      ['Encrypted with', image.encryption_key],
      ['Owner', image.owner_id],
      ['Packages', image.package_scan && `${scanText(image.package_scan)} (compared ${image.package_scan.scanned_at})`],
      [
        'Findings',
        image.findings
          ? `${findingsText(image.findings)} (Amazon Inspector, ${image.findings.seen_at})`
          : 'no Inspector findings reported yet',
      ],
    ],
    styles,
  );
  const health = image.health;
  return (
    facts +
    renderBlock('Tests', (image.tests ?? []).map(testLine), styles) +
    renderBlock(`Health: ${health?.level ?? ''}`, health?.messages ?? [], styles) +
    renderBlock(
      'Worst vulnerabilities',
      (image.package_scan?.worst ?? []).map((each) => `${each.severity.padEnd(8)}  ${vulnerabilityText(each)}`),
      styles,
    ) +
    renderBlock(
      'Snapshots',
      image.snapshots.map(
        (each) => `${each.snapshot_id}  ${each.device}  ${each.size_gb}GB${each.encrypted ? '  encrypted' : ''}`,
      ),
      styles,
    ) +
    renderBlock(
      'Replicas',
      image.replicas.map((copy) => `${nameOfLocation(locationOf(copy))}  ${copy.ami_id}  ${copy.state}`),
      styles,
    ) +
    renderBlock(
      'History',
      image.events.map(({ time, action, detail, by }) =>
        [time, action, detail, by && `by ${by}`].filter(Boolean).join('  '),
      ),
      styles,
    ) +
    renderBlock(
      'Tags',
      Object.entries(image.tags)
        .sort()
        .map(([key, value]) => `${key} = ${value}`),
      styles,
    )
  );
}

/** Formats what is scheduled, and why a removal that is due is not done. */
function scheduleText({ tags, removal_postponed: postponed }: ImageDetails): string | undefined {
  const { disable_at, remove_at } = scheduleOf(tags);
  const text = [disable_at && `disable at ${disable_at}`, remove_at && `remove at ${remove_at}`]
    .filter(Boolean)
    .join(', ');
  return text && `${text}${postponed ? ` (stays: ${postponed.reasons.join('; ')})` : ''}`;
}

/** Formats a test result: `m7i.large  passed  exit code 0  ready after 35s`. */
export function testLine(test: TestResult): string {
  return [
    test.instance_type,
    test.verdict,
    test.exit_code === undefined ? undefined : `exit code ${test.exit_code}`,
    test.volume_initialization_rate === undefined ? undefined : `at ${test.volume_initialization_rate} MiB/s`,
    test.seconds_to_ready === undefined ? undefined : `ready after ${formatDuration(test.seconds_to_ready)}`,
    test.error,
  ]
    .filter((part) => part !== undefined)
    .join('  ');
}
