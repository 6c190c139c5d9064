import type { AnswerOf } from '../../../client/types';

/** Returns what an action concerns, in words: the image and its copies, what uses them by owner, what is unknown. */
export function textOfUse({ images, owners, unread }: AnswerOf<'listOwners'>): {
  summary: string;
  used: boolean;
  lines: string[];
} {
  const count = owners.reduce((sum, { uses }) => sum + uses.length, 0);
  const used = count > 0 || unread.length > 0;
  const regions = images.map(({ region }) => region).join(', ');
  const use =
    count > 0 ? `${count} ${count === 1 ? 'use' : 'uses'}` : unread.length > 0 ? 'use partly unknown' : 'no use found';
  return {
    summary: `${images[0]?.name ?? 'The image'} in ${regions || 'no region'}: ${use}`,
    used,
    lines: [
      ...images.map(({ ami_id, region }) => `${ami_id} in ${region}`),
      ...owners.flatMap(({ owner, uses }) =>
        uses.map(({ kind, name, region, detail }) =>
          [`${owner ?? 'no owner'}: ${kind.replaceAll('-', ' ')} ${name} in ${region}`, detail]
            .filter(Boolean)
            .join(', '),
        ),
      ),
      ...unread.map(({ region, kind, reason }) => `unknown: ${kind.replaceAll('-', ' ')}s in ${region}: ${reason}`),
    ],
  };
}
