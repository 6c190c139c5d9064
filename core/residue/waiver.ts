import * as z from 'zod';
import { residueItems, type ResidueItem } from './items';
import { residueRuleNames } from './rules';

const waivedPath = z.strictObject({
  path: z
    .string()
    .regex(/^\/[^\0\n]*$/, 'not an absolute path: write, for example, /opt/app/** or /home/*/.netrc')
    .max(1024)
    .describe('A file, or a glob: * and ? stay within one folder, ** crosses folders'),
  rule: z
    .enum([...residueItems, ...residueRuleNames])
    .optional()
    .describe('Only findings of this item or rule'),
  reason: z.string().min(1).max(256).optional().describe('Why these findings may stay'),
});

/** A finding that does not fail the build: a whole item by name, or what was found at a path. */
export const residueWaiver = z.union(
  [z.enum(residueItems), waivedPath],
  `it must be one of ${residueItems.join(', ')}, or a mapping with \`path\``,
);

export type ResidueWaiver = z.output<typeof residueWaiver>;

/** Returns whether a waiver covers a finding. `rule` of a waiver is the name of a rule or of an item. */
export function isWaivedBy(waiver: ResidueWaiver, finding: { item: ResidueItem; file: string; rule: string }): boolean {
  if (typeof waiver === 'string') return waiver === finding.item;
  if (waiver.rule !== undefined && waiver.rule !== finding.rule && waiver.rule !== finding.item) return false;
  return globPattern(waiver.path).test(finding.file);
}

/** Returns a waiver as people read it: `private-keys`, or `/opt/app/** (private-key)`. */
export function waiverText(waiver: ResidueWaiver): string {
  if (typeof waiver === 'string') return waiver;
  return waiver.rule === undefined ? waiver.path : `${waiver.path} (${waiver.rule})`;
}

function globPattern(glob: string): RegExp {
  const text = glob.replace(/\*\*\/|\*\*|\*|\?|[\\^$.+()|[\]{}]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${text}$`, 's');
}
