import { namesOfTargets } from '../../core/sharing/plan';
import type { ImageShares, ShareChange } from '../client/answers';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

type Shares = ImageShares['images'][number];

/** Returns the JSON and YAML fields of the shares of an image. */
export function shareFields({ ami_id, region, name, shares, drift }: Shares): Record<string, unknown> {
  return { ami_id, region, name, shares, drift };
}

/** Renders a line for each region: added and removed recipients, or the error. */
export function renderShareChange({ results, gone }: ShareChange, revoke: boolean): string {
  const lines = results.map(({ ami_id, region, given, taken, error }) => {
    const who = `${ami_id} in ${region}`;
    if (error) return `${who}: failed, the nightly run retries it: ${error.name}: ${error.message}`;
    const parts = [
      given.length > 0 && `shared with ${namesOfTargets(given)}`,
      taken.length > 0 && `no longer shared with ${namesOfTargets(taken)}`,
    ].filter(Boolean);
    return `${who}: ${parts.join('; ') || (revoke ? 'was not shared with them' : 'already shared with them')}`;
  });
  return `${[...lines, ...gone.map(({ ami_id, region }) => `${ami_id} in ${region} no longer exists`)].join('\n')}\n`;
}

/** Renders the table of shares, and below it the differences in EC2. */
export function renderShares(images: readonly Shares[], styles: Styles, width?: number): string {
  const rows = images.flatMap(({ ami_id, region, shares }) => shares.map((share) => ({ ami_id, region, ...share })));
  const table = renderTable(
    rows,
    [
      { heading: 'REGION', cell: ({ region }) => region },
      { heading: 'AMI ID', cell: ({ ami_id }) => ami_id },
      { heading: 'SHARED WITH', cell: (row) => namesOfTargets([row]) },
      { heading: 'COPYABLE', cell: ({ copyable }) => (copyable ? 'yes' : 'no') },
      { heading: 'SINCE', cell: ({ since }) => since.slice(0, 10) },
      { heading: 'UNTIL', cell: ({ until }) => until?.slice(0, 10) ?? '' },
      { heading: 'BY', cell: ({ by }) => by, cut: 'end', drop: 1 },
    ],
    styles,
    width,
  );
  const drift = images.flatMap(driftLines);
  return `${rows.length === 0 ? 'Not shared.\n' : table}${drift.length === 0 ? '' : `\n${styles.yellow('Differences in EC2:')}\n${drift.map((line) => `  ${line}\n`).join('')}`}`;
}

function driftLines({ ami_id, region, drift }: Shares): string[] {
  const who = `${ami_id} in ${region}`;
  if (drift.state === 'unknown') return [`${who}: could not be read: ${drift.error?.message ?? 'unknown reason'}`];
  return [
    ...(drift.missing.length > 0
      ? [`${who}: not shared with ${namesOfTargets(drift.missing)}; the nightly run shares it again`]
      : []),
    ...(drift.expired.length > 0
      ? [`${who}: still shared with ${namesOfTargets(drift.expired)} after its end; the nightly run stops sharing`]
      : []),
    ...(drift.foreign.length > 0
      ? [`${who}: shared outside spawn with ${namesOfTargets(drift.foreign)}; to stop sharing, use --revoke`]
      : []),
  ];
}
