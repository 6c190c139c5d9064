import type { Ancestor } from '../../core/image/ancestry';
import type { DiffAnswer } from '../../core/api/contract/image-contents';
import { renderBlock } from './layout/details';
import type { Styles } from '../framework/style';

type Change = { from?: string; to?: string };

/** Formats a difference: `+ torch 2.2.0 (pip)` if added, `-` if removed, `~ torch 2.1.0 → 2.2.0` if changed. */
function line(what: string, { from, to }: Change): string {
  if (from === undefined) return `+ ${what} ${to ?? ''}`;
  return to === undefined ? `- ${what} ${from}` : `~ ${what} ${from} → ${to}`;
}

/** Renders the ancestry of an image up to the vendor's image, one line each. */
export function renderAncestry(ancestry: readonly Ancestor[], styles: Styles): string {
  return renderBlock(
    'Ancestry',
    ancestry.map(({ relation, ami_id, region, name, stack, version, owner, known }) =>
      [
        relation === 'base' ? 'built on' : 'copy of',
        ami_id,
        region,
        name,
        [stack, version].filter(Boolean).join(' '),
        owner && `owner ${owner}`,
        known === 'gone' ? 'gone' : '',
      ]
        .filter(Boolean)
        .join('  '),
    ),
    styles,
  );
}

/** Renders the differences of two images. */
export function renderDiff(diff: DiffAnswer, styles: Styles): string {
  const { facts, packages, tags } = diff;
  const head = `${diff.from.name} (${diff.from.ami_id}) → ${diff.to.name} (${diff.to.ami_id})\n`;
  const lines = packages.changes.map((change) => line(`${change.name} (${change.manager})`, change));
  const unknown = packages.missing.map((id) => `${id} has no package list, so its packages cannot be compared`);
  const heading = packages.compared ? `Packages: ${lines.length} differ` : 'Packages: not compared';
  return (
    head +
    renderBlock(
      'Facts',
      facts.map((change) => line(change.fact, change)),
      styles,
    ) +
    renderBlock(heading, packages.compared ? (lines.length > 0 ? lines : ['no differences']) : unknown, styles) +
    renderBlock(
      'Tags',
      tags.map((change) => line(change.fact, change)),
      styles,
    )
  );
}
