import {
  getAccountImage,
  listAccountCopies,
  listAccountImages,
  listAccountImagesOfStack,
} from '../../../aws/catalog/account-images';
import { listImages as listPage } from '../../../aws/catalog/images';
import { environment } from '../../../aws/client/environment';
import { describeInstanceTypes } from '../../../aws/instance/types';
import { allImages, listImagesOfStack, listReplicas } from '../../../aws/catalog/releases';
import { listRunningRuns } from '../../../aws/catalog/runs';
import { getStackPolicy } from '../../../aws/catalog/stack-policies';
import { listImageEvents } from '../../../aws/catalog/image-events';
import { memberAccounts } from '../../../aws/client/members';
import { describeSnapshots, snapshotShares } from '../../../aws/image/snapshots';
import { SpawnError } from '../../../core/errors';
import { expectedRegions } from '../../../core/replication/expected';
import { detailsOfImage } from '../../../core/api/contract/image-details';
import { listImagesQuery, resolveImageQuery, regionQuery } from '../../../core/api/contract/requests';
import type { Image } from '../../../core/model/image';
import { needsOf } from '../../../core/instance/type';
import { filterImages, latestOf, sortImages, type ListFilter } from '../../../core/release/listing';
import { offsetOf, pageOf } from '../../../core/lib/paging';
import { selectImage } from '../../../core/release/selection';
import { channelReleases } from '../../../usecases/channel/find';
import { withChannels } from '../../../usecases/channel/show';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { requireImage } from '../../../usecases/image/find';

const defaultLimit = 100;

/** Returns a page of a list that is sorted newest first. Reads pages until enough images match. */
async function pageInOrder(
  filter: ListFilter & { region: string },
  limit: number,
  start?: string,
): Promise<{ images: Image[]; cursor?: string }> {
  const found: Image[] = [];
  let cursor = start;
  do {
    const page = await listPage({ region: filter.region, limit: limit - found.length, cursor });
    found.push(...filterImages(page.images, filter));
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < limit);
  return { images: found, cursor };
}

/**
 * Returns images of the home account, of a member account or of all, in one region or in all. Throws InvalidRequest for
 * an unknown account.
 */
async function imagesOf({
  account,
  home,
  region,
  stack,
}: {
  account?: string;
  home: string;
  region: string;
  stack?: string;
}): Promise<Image[]> {
  const own = await allImages(region, stack);
  if (account === undefined || account === home) return own;
  const members = memberAccounts();
  if (account !== 'all' && !members.includes(account)) {
    throw new SpawnError(
      'InvalidRequest',
      `account ${account} is not in the setting member_accounts of this deployment (${members.join(', ') || 'none'}): name one of these, or add it to the setting.`,
      { account },
    );
  }
  const theirs = stack === undefined ? await listAccountImages() : await listAccountImagesOfStack(stack);
  return account === 'all' ? [...own, ...theirs] : theirs.filter((image) => image.account === account);
}

/** Returns images from the catalog alone. */
export async function listImages({ query, account: home }: HttpRequest): Promise<HttpAnswer> {
  const { limit = defaultLimit, ...asked } = parse(listImagesQuery, query);
  const region = asked.region ?? environment().homeRegion;
  const filter = {
    stack: asked.stack,
    version: asked.version,
    architecture: asked.arch,
    gpu: asked.gpu,
    deprecated: asked.deprecated,
    region,
  };
  const inOrder =
    asked.account === undefined &&
    asked.stack === undefined &&
    asked.channel === undefined &&
    !asked.latest &&
    asked.sort_by === undefined &&
    !asked.reverse &&
    region !== 'all';
  if (inOrder) {
    const page = await pageInOrder(filter, limit, asked.cursor);
    return { status: 200, body: { ...page, images: await withChannels(page.images) } };
  }
  const all = filterImages(await imagesOf({ account: asked.account, home, region, stack: asked.stack }), filter);
  const fitting =
    asked.channel === undefined
      ? all
      : (await withChannels(all)).filter(({ channels }) => channels.includes(asked.channel ?? ''));
  const sorted = sortImages(asked.latest ? latestOf(fitting) : fitting, asked.sort_by, asked.reverse);
  const page = pageOf(sorted, limit, offsetOf(asked.cursor));
  return { status: 200, body: { images: await withChannels(page.items), cursor: page.cursor } };
}

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
