import * as z from 'zod';
import { environment } from '../../aws/client/environment';
import { putEvents } from '../../aws/flow/events';
import { hasNewFindings, usesByOwner } from '../../core/reference/owners';
import { readUses } from '../../usecases/reference/read-uses';
import { logger, step } from '../../usecases/runtime/step';

const counts = z.object({ critical: z.number().optional(), high: z.number().optional() }).nullish();
const image = z.object({ ami_id: z.string(), region: z.string(), account: z.string().optional() });

const changed = z.object({
  'detail-type': z.enum(['Image Deprecated', 'Image Revoked', 'Image Findings Changed']),
  detail: z.object({
    ami_id: z.string(),
    region: z.string().optional(),
    images: z.array(image).optional(),
    stack: z.string().optional(),
    version: z.string().optional(),
    name: z.string().optional(),
    reason: z.string().optional(),
    replacement: z.string().optional(),
    at: z.string().optional(),
    from: counts,
    to: counts,
  }),
});

const because = {
  'Image Deprecated': 'deprecated',
  'Image Revoked': 'revoked',
  'Image Findings Changed': 'findings',
} as const;

// EventBridge takes 256 KiB.
const mostUses = 200;

/**
 * Tells the owners of resources that still use images which were deprecated or revoked, or have new findings: one event
 * for each owner, and one for what has none. Without the setting owner_tag nobody is told.
 */
export const handler = step(changed, async ({ 'detail-type': type, detail }) => {
  const { owner_tag: ownerTag } = environment().settings;
  const { ami_id, region, from, to, images = region === undefined ? [] : [{ ami_id, region }], ...about } = detail;
  if (ownerTag === undefined || (type === 'Image Findings Changed' && !hasNewFindings(from, to))) return { told: 0 };
  // A revocation publishes an event for each image, and each of them names all images.
  if (type === 'Image Revoked' && images[0]?.ami_id !== ami_id) return { told: 0 };
  const { uses, unread } = await readUses(
    images.filter(({ account }) => account === undefined),
    ownerTag,
  );
  for (const each of unread) logger.warn('what uses images could not be read', { ...each });
  const owners = usesByOwner(uses);
  await putEvents(
    'Image In Use',
    owners.map(({ owner = null, uses: own }) => ({
      owner,
      because: because[type],
      ami_id,
      ...about,
      ...(to && { to }),
      count: own.length,
      uses: own.slice(0, mostUses),
    })),
  );
  return { told: owners.length };
});
