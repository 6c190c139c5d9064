import { listAccountImages, listAccountImagesOfStack } from '../../../aws/catalog/account-images';
import { listImages as listPage } from '../../../aws/catalog/images';
import { allImages } from '../../../aws/catalog/releases';
import { environment } from '../../../aws/client/environment';
import { memberAccounts } from '../../../aws/client/members';
import { listImagesQuery } from '../../../core/api/contract/requests';
import { SpawnError } from '../../../core/errors';
import { offsetOf, pageOf } from '../../../core/lib/paging';
import type { Image } from '../../../core/model/image';
import { filterImages, latestOf, sortImages, type ListFilter } from '../../../core/release/listing';
import { withChannels } from '../../../usecases/channel/show';
import { withComparedBases } from '../../../usecases/health/compare-bases';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

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

/**
 * Returns images of the catalog. Compares their bases with the current ones, with a bounded number of calls, where the
 * recorded health is older than a day.
 */
export async function listImages({ query, account: home, now }: HttpRequest): Promise<HttpAnswer> {
  const { limit = defaultLimit, ...asked } = parse(listImagesQuery, query);
  const region = asked.region ?? environment().homeRegion;
  const filter = {
    stack: asked.stack,
    version: asked.version,
    architecture: asked.arch,
    gpu: asked.gpu,
    deprecated: asked.deprecated,
    revoked: asked.revoked,
    pending: asked.pending === true && asked.latest !== true,
    region,
    name: asked.name,
    tags: asked.tags,
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
    return { status: 200, body: { ...page, images: await withChannels(await withComparedBases(page.images, now)) } };
  }
  const all = filterImages(await imagesOf({ account: asked.account, home, region, stack: asked.stack }), filter);
  const fitting =
    asked.channel === undefined
      ? all
      : (await withChannels(all)).filter(({ channels }) => channels.includes(asked.channel ?? ''));
  const sorted = sortImages(asked.latest ? latestOf(fitting) : fitting, asked.sort_by, asked.reverse);
  const page = pageOf(sorted, limit, offsetOf(asked.cursor));
  return {
    status: 200,
    body: { images: await withChannels(await withComparedBases(page.items, now)), cursor: page.cursor },
  };
}
