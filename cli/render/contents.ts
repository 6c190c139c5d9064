import type { Ancestor } from '../../core/image/ancestry';
import type { DiffAnswer } from '../../core/api/contract/image-contents';
import { renderBlock } from './layout/details';
import type { Styles } from '../framework/style';

type Change = { from?: string; to?: string };

/** `+ torch 2.2.0 (pip)` of what was added, `-` of what was removed, `~ torch 2.1.0 → 2.2.0` of what changed. */
function line(what: string, { from, to }: Change): string {
  if (from === undefined) return `+ ${what} ${to ?? ''}`;
  return to === undefined ? `- ${what} ${from}` : `~ ${what} ${from} → ${to}`;
}

/** What an image comes from, up to the vendor's image: a line each. */
export function renderAncestry(ancestry: readonly Ancestor[], styles: Styles): string {
  return renderBlock(
    'Comes from',
    ancestry.map(({ relation, ami_id, region, name, stack, version, owner, known }) =>
      [
        relation === 'base' ? 'built on' : 'copy of',
        ami_id,
        region,
        name,
        [stack, version].filter(Boolean).join(' '),
        owner && `of ${owner}`,
        known === 'gone' ? 'gone' : '',
      ]
        .filter(Boolean)
        .join('  '),
    ),
    styles,
  );
}

/** How two images differ, for people. */
export function renderDiff(diff: DiffAnswer, styles: Styles): string {
  const { facts, packages, tags } = diff;
  const head = `${diff.from.name} (${diff.from.ami_id}) → ${diff.to.name} (${diff.to.ami_id})\n`;
  const lines = packages.changes.map((change) => line(`${change.name} (${change.manager})`, change));
  const unknown = packages.missing.map((id) => `${id} has no package list: what differs is not known`);
  const heading = packages.compared ? `Packages: ${lines.length} differ` : 'Packages: not compared';
  return (
    head +
    renderBlock(
      'Facts',
      facts.map((change) => line(change.fact, change)),
      styles,
    ) +
    renderBlock(heading, packages.compared ? (lines.length > 0 ? lines : ['the same']) : unknown, styles) +
    renderBlock(
      'Tags',
      tags.map((change) => line(change.fact, change)),
      styles,
    )
  );
}
