import * as z from 'zod';
import { installedPackage } from '../../provenance/packages';
import { region } from '../../lib/query-fields';

const image = z.string().min(1).max(200).describe('An image id, or stack@version: the newest usable of that range');

/** Query of `GET /v1/images/diff`: the two images. */
export const diffQuery = z.strictObject({
  from: image,
  to: image,
  region: region.optional().describe('Region in which stack@version is resolved. Default: the home region'),
});

const subject = z.object({ ami_id: z.string(), region: z.string(), name: z.string() });
const change = z.object({ fact: z.string(), from: z.string().optional(), to: z.string().optional() });

/** Answer of `GET /v1/images/{id}/packages`. */
export const packagesAnswer = subject.extend({ build_id: z.string().optional(), packages: z.array(installedPackage) });

/** Answer of `GET /v1/images/diff`: only what differs. */
export const diffAnswer = z.object({
  from: subject,
  to: subject,
  facts: z.array(change),
  packages: z.object({
    compared: z.boolean().describe('False when an image has no package list, so that packages cannot be compared'),
    missing: z.array(z.string()).describe('Images without a package list'),
    changes: z.array(
      installedPackage.omit({ version: true }).extend({ from: z.string().optional(), to: z.string().optional() }),
    ),
  }),
  tags: z.array(change),
});

export type PackagesAnswer = z.output<typeof packagesAnswer>;
export type DiffAnswer = z.output<typeof diffAnswer>;
