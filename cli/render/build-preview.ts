import type { PreviewAnswer } from '../../core/build/preview';
import { formatDuration } from '../../core/lib/duration';
import { pluralize } from '../../core/lib/pluralize';
import type { Styles } from '../framework/style';
import { renderBlock, renderDetails } from './layout/details';

/** Renders what a build would do. */
export function renderPreview(preview: PreviewAnswer, styles: Styles): string {
  const { base, test, cleanup, accounts } = preview;
  const facts = renderDetails(
    [
      ['Build', preview.answer === 'start' ? startLine(preview) : `would not start: ${preview.reason}`],
      ['Answered by', [preview.build_id, preview.ami_id].filter(Boolean).join('  ')],
      ['Stack', `${preview.stack} ${preview.version} ${preview.variant}`],
      ['Image', preview.discard ? `${preview.image_name}, removed after the tests` : preview.image_name],
      ['Base', `${base.ami_id}  ${base.name}`],
      ['Volume', `${preview.volume_size_gb} GiB`],
      ['Encrypted with', preview.encryption_key],
      ['Cleanup', cleanup === 'own' ? 'script of the recipe' : cleanup],
      [
        'Test',
        test === undefined ? 'none' : `${test.instance_types.join(', ')} (at most ${shown(test.timeout_seconds)})`,
      ],
      ['Scan', preview.scan ? 'packages are scanned before publication' : 'none'],
      ['Approval', preview.approval ? 'required before publication' : 'none'],
      ['Regions', preview.regions.join(', ')],
      ['Accounts', accounts.join(', ')],
      ['Takes', timeLine(preview)],
      ['Costs', costLine(preview)],
    ],
    styles,
  );
  const isSpot = preview.launch.some(({ spot }) => spot);
  const launch = preview.launch.map(({ instance_type, subnet_id, spot }) =>
    [instance_type, subnet_id, isSpot && (spot ? 'spot' : 'on demand')].filter(Boolean).join('  '),
  );
  const scripts = preview.scripts.map(({ name, timeout_seconds }) => `${name}  (at most ${shown(timeout_seconds)})`);
  return (
    facts +
    renderBlock('Launch candidates', launch, styles) +
    renderBlock('Files', (preview.files ?? []).map(fileLine), styles) +
    renderBlock('Scripts', scripts, styles) +
    renderBlock('Warnings', preview.warnings ?? [], styles) +
    '\nNothing was made.\n'
  );
}

const fileLine = ({ source, destination, mode, owner, size }: NonNullable<PreviewAnswer['files']>[number]): string =>
  `${destination}  ${mode} ${owner}  from ${source}${size === undefined ? '' : ` (${pluralize(size, 'byte')})`}`;

const startLine = ({ place }: PreviewAnswer): string =>
  place === undefined ? 'would start' : `would wait for its turn, at place ${place}`;

const shown = (seconds: number): string => formatDuration(Math.round(seconds));

function timeLine({ expected, most_minutes }: PreviewAnswer): string {
  const most = `at most ${shown(most_minutes * 60)}`;
  if (expected.minutes === undefined) return `unknown: no earlier build of this stack and variant; ${most}`;
  return `about ${shown(expected.minutes * 60)}, as ${pluralize(expected.based_on.length, 'earlier build')}; ${most}`;
}

function costLine({ expected, discard, launch }: PreviewAnswer): string {
  const { instances_usd, snapshots_usd_per_month, unpriced_types, unpriced_regions } = expected;
  const parts = [
    instances_usd !== undefined
      ? launch.some(({ spot }) => spot)
        ? `at most $${instances_usd.toFixed(2)} for instances, which is the price on demand`
        : `$${instances_usd.toFixed(2)} for instances`
      : unpriced_types.length > 0
        ? `instances unpriced (${unpriced_types.join(', ')}: set instance_prices)`
        : 'instances unknown',
    discard
      ? undefined
      : snapshots_usd_per_month !== undefined
        ? `at most $${snapshots_usd_per_month.toFixed(2)} a month for snapshots`
        : `snapshots unpriced (${unpriced_regions.join(', ')}: set snapshot_prices)`,
  ];
  return `${parts.filter((part) => part !== undefined).join('; ')} (prices of ${expected.prices_of})`;
}
