import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { imagesQuery } from '../../../console/pages/images/filter';
import type { Call } from '../../../local/kernel/types';
import { home, localStack, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

const table = 'spawn-dev-catalog';
const size = 10_000;
const stacks = 50;
const pageSize = 20;
const second = 'eu-west-1';
const minute = 60_000;

const hex = (number: number): string => number.toString(16).padStart(17, '0');

/** The records of a release of a stack: its image in the home region and the copy in another. */
function recordsOf(template: Record<string, any>, number: number): Record<string, any>[] {
  const [stack, version] = [`stack-${number % stacks}`, `1.${Math.floor(number / stacks)}.0`];
  const creation_date = new Date(Date.parse('2025-06-01T00:00:00Z') + number * minute).toISOString();
  const original = `ami-${hex(2 * number)}`;
  return [home, second].map((region) => {
    const ami_id = region === home ? original : `ami-${hex(2 * number + 1)}`;
    const copied = region === home ? {} : { replicated_from: original };
    const place = { pk: `IMAGE#${region}#${ami_id}`, gsi1sk: `${region}#${creation_date}#${ami_id}` };
    const release = { stack, version, name: `${stack}-${version}`, gsi2pk: `STACK#${stack}` };
    const gsi2sk = `${template.variant}#${String(template.gsi2sk).split('#')[1]}-${version}#${place.gsi1sk}`;
    return { ...template, ...release, ...copied, ...place, gsi2sk, region, ami_id, creation_date };
  });
}

/** Adds items as another deployment of the same table would have written them. */
async function write({ local, clock }: Journey, items: Record<string, any>[]): Promise<void> {
  for (let from = 0; from < items.length; from += 25) {
    const puts = items.slice(from, from + 25).map((item) => ({
      PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) },
    }));
    await clock.until(local.call('dynamodb', 'BatchWriteItem', home, { RequestItems: { [table]: puts } }));
  }
}

describe('with 10,000 images in the catalog', () => {
  let journey: Journey;
  const read = { items: 0, queries: 0 };
  const listed = async (query: Record<string, string>) => {
    Object.assign(read, { items: 0, queries: 0 });
    const started = performance.now();
    const { status, body } = await journey.request('GET', `/v1/images?${new URLSearchParams(query)}`);
    expect([status, body.detail]).toEqual([200, undefined]);
    return { ...body, milliseconds: performance.now() - started };
  };
  const first = (): Record<string, string> =>
    Object.fromEntries(Object.entries(imagesQuery({}, pageSize)).filter(([, value]) => value !== undefined));

  beforeAll(async () => {
    journey = await localStack();
    const { ami_id } = await buildSmall(journey);
    const key = { pk: { S: `IMAGE#${home}#${ami_id}` }, sk: { S: 'IMAGE' } };
    const { local, clock } = journey;
    const { Item } = await clock.until(local.call('dynamodb', 'GetItem', home, { TableName: table, Key: key }));
    const template = unmarshall(Item);
    const numbers = Array.from({ length: size / 2 }, (_, number) => number);
    await write(
      journey,
      numbers.flatMap((number) => recordsOf(template, number)),
    );
    const channels = Array.from({ length: stacks }, (_, number) => {
      const [stack, newest] = [`stack-${number}`, size / 2 - stacks + number];
      const name = { stack, variant: template.variant, channel: 'stable', image_name: stack, revision: 1 };
      const place = { pk: `CHANNEL#${stack}`, sk: `CHANNEL#${name.variant}#stable`, gsi1pk: 'CHANNELS' };
      const change = { action: 'promoted', at: '2026-01-01T00:00:00Z', release: `ami-${hex(2 * newest)}` };
      return { ...name, ...change, ...place, gsi1sk: `${stack}#${name.variant}#stable` };
    });
    await write(journey, channels);
    const { services } = local.world;
    const inner = services.get('dynamodb')!;
    services.set('dynamodb', {
      async call(call: Call) {
        const answer = await inner.call(call);
        read.items += answer.Items?.length ?? 0;
        read.queries += 1;
        return answer;
      },
    });
    // The function starts, and keeps its connections.
    await listed(first());
  }, 240_000);

  test('the first page that the console shows reads a few images of each region, in under a second', async () => {
    const { images, cursor, milliseconds } = await listed(first());
    expect(images).toHaveLength(pageSize);
    expect(cursor).toBeDefined();
    expect(read.items).toBeLessThan(5 * pageSize + stacks);
    expect(read.queries).toBeLessThan(30);
    expect(milliseconds).toBeLessThan(1_000);
  });

  test('a later page costs what the first one costs, and continues where it ended', async () => {
    const before = await listed(first());
    const once = read.items;
    const next = await listed({ ...first(), cursor: before.cursor });
    expect(read.items).toBeLessThan(once + 10);
    const dates = [...before.images, ...next.images].map(({ creation_date }) => creation_date);
    expect(dates).toEqual(dates.toSorted().toReversed());
    expect(new Set([...before.images, ...next.images].map(({ ami_id }) => ami_id)).size).toBe(2 * pageSize);
  });

  test('copies carry the channels of their originals', async () => {
    const { images } = await listed({ ...first(), limit: '60' });
    const own = images.filter(({ stack }: { stack: string }) => stack.startsWith('stack-'));
    expect(own.map(({ channels }: { channels: string[] }) => channels)).toEqual(own.map(() => ['stable']));
    expect(new Set(own.map(({ region }: { region: string }) => region))).toEqual(new Set([home, second]));
  });

  test('a filter that one image in fifty fits fills the page without reading the catalog', async () => {
    const { images } = await listed({ ...first(), name: 'stack-7-*' });
    expect(images).toHaveLength(pageSize);
    expect(read.items).toBeLessThan(size / 2);
  });
});
