import { listAccountImages, listAccountImagesOfStack } from '../../../aws/catalog/account-images';
import {
  allImages,
  cursorAfter,
  newestImages,
  positionIn,
  positionOf,
  regionsOfImages,
} from '../../../aws/catalog/releases';
import { environment } from '../../../aws/client/environment';
import { memberAccounts } from '../../../aws/client/members';
import { listImagesQuery } from '../../../core/api/contract/requests';
import { SpawnError } from '../../../core/errors';
import { offsetOf, pageOf } from '../../../core/lib/paging';
import type { Image } from '../../../core/model/image';
import { countHidden, filterImages, latestOf, sortImages, type ListFilter } from '../../../core/release/listing';
import { withChannels } from '../../../usecases/channel/show';
import { withComparedBases } from '../../../usecases/health/compare-bases';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

const defaultLimit = 100;

// A filter that few images fit reads more at a time.
const growth = 4;
const mostAtOnce = 1000;

/** Returns a page of a list that is sorted newest first. Reads on until enough images match, and no further. */
async function pageInOrder(
  filter: ListFilter & { region: string },
  limit: number,
  cursor?: string,
): Promise<{ images: Image[]; hidden: { deprecated: number; revoked: number }; cursor?: string }> {
  const { region } = filter;
  let after = cursor === undefined ? undefined : positionIn(region, cursor);
  const regions = region === 'all' ? await regionsOfImages() : [region];
  const found: Image[] = [];
  const hidden = { deprecated: 0, revoked: 0 };
  for (let size = limit; ; size = Math.min(size * growth, mostAtOnce)) {
    const { images, more } = await newestImages(regions, { limit: size, after });
    const fitting = filterImages(images, filter);
    // What comes after the last image of the page belongs to the next one.
    const last = fitting[limit - found.length - 1];
    const read = fitting.length > limit - found.length && last ? images.slice(0, images.indexOf(last) + 1) : images;
    found.push(...fitting.slice(0, limit - found.length));
    const { deprecated, revoked } = countHidden(read, filter);
    hidden.deprecated += deprecated;
    hidden.revoked += revoked;
    const end = read.at(-1);
    if (end === undefined || (!more && read === images)) return { images: found, hidden };
    if (found.length >= limit) return { images: found, hidden, cursor: cursorAfter(region, end) };
    after = positionOf(end);
  }
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
    outdated: asked.outdated,
    region,
    name: asked.name,
    tags: asked.tags,
  };
  const inOrder =
    asked.account === undefined &&
    asked.stack === undefined &&
    asked.channel === undefined &&
    !asked.latest &&
    (asked.sort_by === undefined || asked.sort_by === 'age') &&
    !asked.reverse;
  if (inOrder) {
    const page = await pageInOrder(filter, limit, asked.cursor);
    return { status: 200, body: { ...page, images: await withChannels(await withComparedBases(page.images, now)) } };
  }
  const every = await imagesOf({ account: asked.account, home, region, stack: asked.stack });
  const all = filterImages(every, filter);
  const fitting =
    asked.channel === undefined
      ? all
      : (await withChannels(all)).filter(({ channels }) => channels.includes(asked.channel ?? ''));
  const sorted = sortImages(asked.latest ? latestOf(fitting) : fitting, asked.sort_by, asked.reverse);
  const page = pageOf(sorted, limit, offsetOf(asked.cursor));
  // A list of the newest images leaves out more than these, and a channel names its images. Pages are added up.
  const isCounted = asked.latest !== true && asked.channel === undefined && asked.cursor === undefined;
  return {
    status: 200,
    body: {
      images: await withChannels(await withComparedBases(page.items, now)),
      hidden: isCounted ? countHidden(every, filter) : undefined,
      cursor: page.cursor,
    },
  };
}
