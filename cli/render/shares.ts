import { namesOfTargets } from '../../core/sharing/plan';
import type { ImageShares, ShareChange } from '../client/answers';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

type Shares = ImageShares['images'][number];

/** The shares of an image for programs. */
export function shareFields({ ami_id, region, name, shares, drift }: Shares): Record<string, unknown> {
  return { ami_id, region, name, shares, drift };
}

/** A line for each region: who was given the image or lost it, or why not. */
export function renderShareChange({ results, gone }: ShareChange, revoke: boolean): string {
  const lines = results.map(({ ami_id, region, given, taken, error }) => {
    const who = `${ami_id} in ${region}`;
    if (error) return `${who}: failed, and the night tries again: ${error.name}: ${error.message}`;
    const parts = [
      given.length > 0 && `shared with ${namesOfTargets(given)}`,
      taken.length > 0 && `taken back from ${namesOfTargets(taken)}`,
    ].filter(Boolean);
    return `${who}: ${parts.join('; ') || (revoke ? 'was not shared with them' : 'nothing to give: shared with them already')}`;
  });
  return `${[...lines, ...gone.map(({ ami_id, region }) => `${ami_id} in ${region} does not exist any more`)].join('\n')}\n`;
}

/** The table of who has an image, and below it what EC2 says otherwise. */
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
      { heading: 'BY', cell: ({ by }) => by, shrinkable: true },
    ],
    styles,
    width,
  );
  const drift = images.flatMap(driftLines);
  return `${rows.length === 0 ? 'Shared with nobody.\n' : table}${drift.length === 0 ? '' : `\n${styles.yellow('EC2 differs:')}\n${drift.map((line) => `  ${line}\n`).join('')}`}`;
}

function driftLines({ ami_id, region, drift }: Shares): string[] {
  const who = `${ami_id} in ${region}`;
  if (drift.state === 'unknown') return [`${who}: could not be read: ${drift.error?.message ?? 'no reason known'}`];
  return [
    ...(drift.missing.length > 0
      ? [`${who}: ${namesOfTargets(drift.missing)} cannot use it, and gets it again at night`]
      : []),
    ...(drift.expired.length > 0
      ? [`${who}: ${namesOfTargets(drift.expired)} can still use it, until the night takes it back`]
      : []),
    ...(drift.foreign.length > 0
      ? [`${who}: ${namesOfTargets(drift.foreign)} can use it, which nobody asked for here; take it back with --revoke`]
      : []),
  ];
}
