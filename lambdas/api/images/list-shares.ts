import { explainAwsError } from '../../../aws/client/errors';
import { regionQuery } from '../../../core/api/contract/requests';
import type { Image } from '../../../core/model/image';
import type { ImageSharesAnswer } from '../../../core/api/contract/sharing';
import { sharesWithCopyGrants } from '../../../core/replication/copy-grants';
import { isActive, planPermissions } from '../../../core/sharing/plan';
import { permissionsOf } from '../../../usecases/sharing/sync';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { releaseOf } from '../../../usecases/image/change';
import { requireImage } from '../../../usecases/image/find';

type Drift = ImageSharesAnswer['images'][number]['drift'];

async function driftOf(image: Image, now: Date): Promise<Drift> {
  try {
    const plan = planPermissions(
      sharesWithCopyGrants(image.shares ?? [], image.loans ?? []),
      await permissionsOf(image, now),
      now,
    );
    // A disabled image has lost its permissions. They are set again when it is enabled.
    const missing = image.state === 'available' ? plan.given : [];
    const { taken: expired, foreign } = plan;
    return {
      state: missing.length + expired.length + foreign.length > 0 ? 'found' : 'none',
      missing,
      expired,
      foreign,
    };
  } catch (error) {
    const { name, message } = explainAwsError(error);
    return { state: 'unknown', missing: [], expired: [], foreign: [], error: { name, message } };
  }
}

/** Returns the shares of an image and its copies: target, start, end, and how EC2's permissions differ. */
export async function listShares({ path, query, now }: HttpRequest): Promise<HttpAnswer> {
  const { region } = parse(regionQuery, query);
  const release = await releaseOf(await requireImage(path.id ?? ''), region);
  const images = release.map(async (image) => ({
    ami_id: image.ami_id,
    region: image.region,
    name: image.name,
    shares: (image.shares ?? []).filter((share) => isActive(share, now)),
    drift: await driftOf(image, now),
  }));
  return { status: 200, body: { images: await Promise.all(images) } satisfies ImageSharesAnswer };
}
