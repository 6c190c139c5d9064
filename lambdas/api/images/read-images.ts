import { getAccountImage, listAccountCopies } from '../../../aws/catalog/account-images';
import { environment } from '../../../aws/client/environment';
import { describeInstanceTypes } from '../../../aws/instance/types';
import { listImagesOfStack, listReplicas } from '../../../aws/catalog/releases';
import { listRunningRuns } from '../../../aws/catalog/runs';
import { getStackPolicy } from '../../../aws/catalog/stack-policies';
import { listImageEvents } from '../../../aws/catalog/image-events';
import { describeSnapshots, snapshotShares } from '../../../aws/image/snapshots';
import { expectedRegions } from '../../../core/replication/expected';
import { detailsOfImage } from '../../../core/api/contract/image-details';
import { resolveImageQuery, regionQuery } from '../../../core/api/contract/requests';
import type { Image } from '../../../core/model/image';
import { needsOf } from '../../../core/instance/type';
import { selectImage } from '../../../core/release/selection';
import { channelReleases } from '../../../usecases/channel/find';
import { withChannels } from '../../../usecases/channel/show';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { requireImage } from '../../../usecases/image/find';

/** Returns one image with its tests, the locations of its copies, and its history. */
export async function showImage({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { region } = parse(regionQuery, query);
  const inMember = await getAccountImage(path.id ?? '');
  const image =
    inMember && (region === undefined || inMember.region === region)
      ? inMember
      : await requireImage(path.id ?? '', region);
  // Read before the copies: a copy whose run has just ended is in the catalog by then.
  const expected = await expectedIn(image);
  const [replicas, copies, events, [shown]] = await Promise.all([
    listReplicas(image),
    listAccountCopies(image),
    listImageEvents(image.region, image.ami_id),
    withChannels([image]),
  ]);
  return { status: 200, body: detailsOfImage(shown ?? image, [...replicas, ...copies], expected, events) };
}

async function expectedIn({ ami_id, stack }: Image): Promise<string[]> {
  const [runs, policy] = await Promise.all([
    listRunningRuns(['build', 'replicate']),
    stack === undefined ? undefined : getStackPolicy(stack),
  ]);
  return expectedRegions(ami_id, runs, policy?.regions);
}

/** Returns the snapshots of an image from EC2, with the accounts that may use them. */
export async function listSnapshots({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { region } = parse(regionQuery, query);
  const image = await requireImage(path.id ?? '', region);
  const found = await describeSnapshots(
    image.region,
    image.snapshots.map(({ snapshot_id }) => snapshot_id),
  );
  const snapshots = found.map(async (snapshot) => ({
    snapshot_id: snapshot.snapshot_id,
    size_gb: snapshot.size_gb,
    state: snapshot.state,
    started_at: snapshot.start_time,
    encrypted: snapshot.encrypted,
    description: snapshot.description,
    shared_with: await snapshotShares(image.region, snapshot.snapshot_id),
  }));
  return { status: 200, body: { snapshots: await Promise.all(snapshots) } };
}

/** Returns the image that a launch would use, and the reason why each other image is not used. */
export async function resolveImage({ query }: HttpRequest): Promise<HttpAnswer> {
  const asked = parse(resolveImageQuery, query);
  const region = asked.region ?? environment().homeRegion;
  const [type] = asked.instance_type ? await describeInstanceTypes(region, [asked.instance_type]) : [];
  const needs = type && needsOf(type);
  const choice = selectImage(await listImagesOfStack(asked.stack), {
    stack: asked.stack,
    version: asked.version,
    region,
    architecture: asked.arch ?? needs?.architecture,
    gpu: asked.gpu ?? needs?.gpu,
    variant: asked.variant,
    channel: await channelReleases(asked.channel, asked.stack),
    require_tests: (await getStackPolicy(asked.stack)).require_tests,
    instance_type: asked.instance_type,
  });
  return { status: 200, body: choice };
}
