import { getStackPolicy } from '../../../aws/catalog/stack-policies';
import { environment } from '../../../aws/client/environment';
import { describeKey } from '../../../aws/key/keys';
import { replicateImageRequest } from '../../../core/api/contract/requests';
import { checkCopyKey, keysOfCopies } from '../../../core/replication/keys';
import { SpawnError } from '../../../core/errors';
import { checkImage, checkOwnImage } from '../../../core/image/check';
import { nameOfLocation, locationsIn } from '../../../core/model/location';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { checkRegions } from '../../../usecases/build/check-regions';
import { startReplication } from '../../../usecases/replication/start';
import { checkMembers } from '../../../usecases/replication/check-members';
import { requireImage } from '../../../usecases/image/find';
import { requireRoom } from '../../../usecases/image/read-room';
import { recordUntested, requireProven } from '../../../usecases/image/require-proven';

/**
 * Starts copies of an image to more regions or to member accounts. Throws WrongState, ImageDeprecated, ImageNotProven,
 * NotManaged, RegionNotEnabled, KeyNotUsable, QuotaExceeded, and the errors of checkMembers, before anything is copied.
 */
export async function replicateImage(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(replicateImageRequest, request.body);
  const image = checkImage(await requireImage(request.path.id ?? '', body.region), request.path.id ?? '', 'replicate');
  checkOwnImage(image, environment().deployment);
  const unproven = await requireProven([image], 'replicated', body.untested);
  const { accounts, kms_keys: named, untested } = body;
  if (accounts !== undefined) {
    const locations = locationsIn(accounts, body.regions ?? [image.region]);
    await checkRegions([...locations.map(({ region }) => region), image.region]);
    await checkMembers(
      image,
      locations,
      keysOfCopies(
        locations.map(({ region }) => region),
        named,
      ),
      request.now,
    );
    const warnings = await requireRoom(locations);
    const run = await startReplication(
      image,
      { members: locations, keys: named, completeWithinMinutes: body.complete_within_minutes, warnings },
      request,
    );
    await recordUntested(unproven, `replicated to ${locations.map(nameOfLocation).join(', ')}`, untested, request);
    return { status: 202, body: run };
  }
  if (!body.regions) throw new SpawnError('InvalidRequest', 'no target is given: name regions or accounts.');
  const regions = [...new Set(body.regions)].filter((region) => region !== image.region);
  if (regions.length === 0)
    throw new SpawnError('InvalidRequest', `${image.ami_id} is already in ${image.region}: name another region.`, {
      regions: body.regions,
    });
  await checkRegions([...regions, image.region]);
  const policy = image.stack === undefined ? undefined : await getStackPolicy(image.stack);
  for (const [region, key] of Object.entries(keysOfCopies(regions, named, policy?.encryption_keys)))
    checkCopyKey(region, key, await describeKey(region, key));
  const warnings = await requireRoom(regions);
  const run = await startReplication(
    image,
    { regions, keys: named, completeWithinMinutes: body.complete_within_minutes, warnings },
    request,
  );
  await recordUntested(unproven, `replicated to ${regions.join(', ')}`, untested, request);
  return { status: 202, body: run };
}
