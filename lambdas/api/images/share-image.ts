import { explainAwsError } from '../../../aws/client/errors';
import { getImage, putImage, updateImage } from '../../../aws/catalog/images';
import { recordImageEvent } from '../../../aws/catalog/image-events';
import { environment } from '../../../aws/client/environment';
import { putEvent } from '../../../aws/flow/events';
import { errorUnlessGone } from '../../../aws/client/gone';
import { canonicalJson } from '../../../core/lib/digest';
import type { Image, Share } from '../../../core/model/image';
import { launchWarnings, checkChangeable } from '../../../core/image/check';
import { eventOfPerson } from '../../../core/image/event';
import { shareImageRequest, type ShareImageAnswer, type ShareRequest } from '../../../core/api/contract/sharing';
import { namesOfTargets, withoutShares, withShares } from '../../../core/sharing/plan';
import { keyWarnings, type KeyNeed } from '../../../core/sharing/keys';
import { checkSharing, publicQuotaWarnings, shareTargets } from '../../../core/sharing/check';
import { syncShares } from '../../../usecases/sharing/sync';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { releaseOf } from '../../../usecases/image/change';
import { requireImage } from '../../../usecases/image/find';
import { recordUntested, requireProven } from '../../../usecases/image/require-proven';
import { sharingFacts } from '../../../usecases/sharing/facts';

type Result = ShareImageAnswer['results'][number] & { gone?: true; keys?: KeyNeed[] };

/**
 * Shares an image and its copies, or ends shares. Changes nothing if a check fails. Writes the wanted shares to the
 * records, then updates each region. A region that fails is part of the answer, and the nightly run repairs it.
 */
export async function shareImage(request: HttpRequest): Promise<HttpAnswer> {
  const { now, path, caller } = request;
  const body = parse(shareImageRequest, request.body);
  const image = await requireImage(path.id ?? '');
  const targets = shareTargets(body, image.owner_id, now);
  checkChangeable(image, environment().deployment, body.revoke ? 'taken back' : 'shared');
  // Always in the same order: of two concurrent requests, the second fails at the first record and has changed nothing.
  const asked = (await releaseOf(image, body.region)).sort((one, other) =>
    `${one.region}/${one.ami_id}`.localeCompare(`${other.region}/${other.ami_id}`),
  );
  const unproven = body.revoke ? [] : await requireProven(asked, 'shared', body.untested);
  const until = body.until && new Date(body.until).toISOString();
  const wanted = (each: Image): Share[] =>
    body.revoke
      ? withoutShares(each.shares ?? [], targets, caller, now)
      : withShares(each.shares ?? [], targets, { copyable: body.copyable, until, by: caller }, now);
  const facts = body.revoke ? [] : await Promise.all(asked.map((each) => sharingFacts(each, wanted(each))));
  facts.forEach((known, at) => checkSharing(asked[at]!, wanted(asked[at]!), known, now));
  const quotaWarnings = publicQuotaWarnings(asked.map((each, at) => ({ image: each, facts: facts[at] })));
  const before = new Map(asked.map((each) => [each.ami_id, canonicalJson(each.shares ?? [])]));
  const recorded: Image[] = [];
  for (const each of asked) {
    const record = (current: Image) => ({ shares: wanted(current), updated_at: now.toISOString() });
    recorded.push(
      recorded.length === 0
        ? await putImage({ ...each, ...record(each) })
        : await updateImage(each.region, each.ami_id, record),
    );
  }
  const results = await Promise.all(recorded.map((each) => syncOne(each, body, request)));
  const images = await Promise.all(asked.map(async (each) => (await getImage(each.region, each.ami_id)) ?? each));
  const changed =
    results.some(({ given, taken }) => given.length + taken.length > 0) ||
    images.some((each) => before.get(each.ami_id) !== canonicalJson(each.shares ?? []));
  const detail = {
    ami_id: image.ami_id,
    stack: image.stack,
    version: image.version,
    images: asked.map(({ ami_id, region }) => ({ ami_id, region })),
    targets,
    until: body.until,
  };
  if (changed) await recordUntested(unproven, `shared with ${namesOfTargets(targets)}`, body.untested, request);
  if (changed) await putEvent(body.revoke ? 'Image Unshared' : 'Image Shared', detail);
  const answer: ShareImageAnswer = {
    changed,
    complete: results.every(({ error }) => error === undefined),
    results: results.filter(({ gone }) => !gone).map(({ gone: _gone, keys: _keys, ...result }) => result),
    images: images.filter(({ state }) => state !== 'vanished'),
    gone: results.filter(({ gone }) => gone).map(({ ami_id, region }) => ({ ami_id, region })),
    warnings: body.revoke
      ? []
      : [...launchWarnings(image, now), ...quotaWarnings, ...keyWarnings(results.flatMap(({ keys = [] }) => keys))],
  };
  return { status: 200, body: answer };
}

/**
 * Updates the permissions of one image and returns the result of its region. Records an image that EC2 no longer has as
 * vanished; another error is part of the result.
 */
async function syncOne(image: Image, { revoke, until }: ShareRequest, { caller, now }: HttpRequest): Promise<Result> {
  const { ami_id, region } = image;
  // A disabled image has no permissions in EC2. They are set from the record when it is enabled.
  if (image.state !== 'available') return { ami_id, region, given: [], taken: [] };
  try {
    const { plan, keys } = await syncShares(image, now);
    const { given, taken } = plan;
    const changed = revoke ? taken : given;
    if (changed.length > 0)
      await recordImageEvent(
        eventOfPerson(
          caller,
          image,
          revoke ? 'unshared' : 'shared',
          now,
          `${revoke ? 'from' : 'with'} ${namesOfTargets(changed)}${until ? ` until ${until}` : ''}`,
        ),
      );
    return { ami_id, region, given, taken, keys };
  } catch (error) {
    const none = { ami_id, region, given: [], taken: [] };
    const end = await errorUnlessGone(region, ami_id, error);
    if (end === undefined) {
      await updateImage(region, ami_id, () => ({ state: 'vanished', updated_at: now.toISOString() }));
      return { ...none, gone: true };
    }
    const { name, message } = explainAwsError(end);
    return { ...none, error: { name, message } };
  }
}
