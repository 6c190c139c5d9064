import { existsSync, readFileSync } from 'node:fs';
import { families, newerImages, type BaseFamily, type NewerImage } from '../fixtures/base-images';
import { signed } from '../gateway/sign';
import type { Clock, WireRequest, WireResponse } from '../kernel/types';
import { respond } from '../gateway/protocol';
import type { Ec2 } from '../services/ec2/service';
import type { Ssm } from '../services/ssm/service';

const path = '/local/bases';

/** What a vendor has published: by region and architecture the new image, and the one that was the newest before. */
export interface PublishedBase {
  region: string;
  architecture: string;
  image_id: string;
  name: string;
  replaces: string;
}

interface Vendor {
  ec2: Pick<Ec2, 'publishBaseImage'>;
  ssm: Pick<Ssm, 'publishParameter'>;
  clock: Pick<Clock, 'now'>;
  /** The regions that the account has enabled. */
  regions(): Promise<string[]>;
}

/**
 * Returns a function that publishes the next images of a family in every region, as its vendor does every few weeks,
 * and lets the public parameters name them.
 */
export function publisher({ ec2, ssm, clock, regions }: Vendor): (family: BaseFamily) => Promise<PublishedBase[]> {
  const times = new Map<BaseFamily, number>();
  const newest = new Map<string, string>();
  return async (family) => {
    const number = (times.get(family) ?? 0) + 1;
    times.set(family, number);
    const publish = (region: string, { image, parameters, first }: NewerImage): PublishedBase => {
      const replaces = newest.get(first) ?? first;
      ec2.publishBaseImage(region, image);
      for (const name of parameters) ssm.publishParameter(region, name, image.imageId);
      newest.set(first, image.imageId);
      return { region, architecture: image.architecture, image_id: image.imageId, name: image.name, replaces };
    };
    return (await regions()).flatMap((region) =>
      newerImages(region, family, number, clock.now()).map((each) => publish(region, each)),
    );
  };
}

const answer = (status: number, body: object): WireResponse =>
  respond(status, 'application/json', JSON.stringify(body));

/**
 * Returns the endpoint `POST /local/bases`, which with `{"family": "al2023"}` publishes a newer base; undefined for a
 * request to another path. AWS has no such call: there the vendors publish.
 */
export function basesEndpoint(
  publish: (family: BaseFamily) => Promise<PublishedBase[]>,
): (request: WireRequest) => Promise<WireResponse | undefined> {
  return async (request) => {
    if (new URL(request.url).pathname !== path) return undefined;
    if (request.method !== 'POST') return answer(404, { message: 'Not Found' });
    const family = familyOf(Buffer.from(request.body ?? '').toString());
    if (family === undefined)
      return answer(400, { message: `The body must be {"family": "…"} with one of ${families.join(', ')}.` });
    return answer(200, { published: await publish(family) });
  };
}

function familyOf(text: string): BaseFamily | undefined {
  try {
    const { family } = JSON.parse(text) as { family?: unknown };
    return families.find((each) => each === family);
  } catch {
    return undefined;
  }
}

/**
 * Lets the running local mode publish a newer base, and returns lines that say so. Throws NotRunning without one, and
 * UnknownFamily for a family that it does not have.
 */
export async function askForNewerBase(servedFile: string, family: string): Promise<string[]> {
  if (!existsSync(servedFile))
    throw Object.assign(new Error('Local mode is not running: start it first, with npm start -- --serve.'), {
      name: 'NotRunning',
    });
  const served = JSON.parse(readFileSync(servedFile, 'utf8')) as {
    url: string;
    region: string;
    accessKeyId: string;
    secretAccessKey: string;
  };
  const body = Buffer.from(JSON.stringify({ family }));
  const headers = { 'content-type': 'application/json' };
  const request = signed(
    { method: 'POST', url: served.url + path, headers, body },
    served,
    'execute-api',
    served.region,
    Date.now(),
  );
  const { host: _, ...sent } = request.headers;
  const response = await fetch(request.url, { method: 'POST', headers: sent, body });
  const given = (await response.json()) as { message?: string; published?: PublishedBase[] };
  if (given.published === undefined)
    throw Object.assign(new Error(`No newer base '${family}': use one of ${families.join(', ')}.`), {
      name: 'UnknownFamily',
    });
  const regions = new Set(given.published.map(({ region }) => region)).size;
  return given.published
    .filter(({ region }) => region === served.region)
    .map(({ image_id, name, replaces }) => `${image_id}  ${name}, newer than ${replaces}`)
    .concat(`Published in ${regions} regions; these are the ids in ${served.region}.`);
}
