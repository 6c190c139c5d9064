import { findImage, getImage, putImage, saveImage, updateImage } from '../../../aws/catalog/images';
import { listImageEvents, recordImageEvent } from '../../../aws/catalog/image-events';
import {
  cursorAfter,
  listImagesOfStack,
  listImagesOfVersion,
  listReplicas,
  newestImages,
  positionIn,
  positionOf,
  regionsOfImages,
} from '../../../aws/catalog/releases';
import type { Image } from '../../../core/model/image';
import { catalogTable } from './table';

catalogTable();

const image = (part: Partial<Image>): Image => ({
  ami_id: 'ami-1',
  region: 'us-east-1',
  name: 'name',
  description: '',
  state: 'available',
  architecture: 'x86_64',
  creation_date: '2026-01-14T10:30:00.000Z',
  owner_id: '123456789012',
  size_gb: 30,
  gpu: false,
  deprecated: false,
  lifecycle: 'published',
  tags: {},
  snapshots: [],
  updated_at: '2026-01-14T10:30:00.000Z',
  revision: 0,
  ...part,
});
const ids = (images: Image[]): string[] => images.map(({ ami_id }) => ami_id);

test("a record is read as it was written, without the table's own attributes", async () => {
  const written = await putImage(
    image({
      ami_id: 'ami-round',
      stack: 'round',
      version: '2.2',
      variant: 'x86_64',
      base_os: undefined,
      tags: { empty: '' },
    }),
  );
  expect(written.revision).toBe(1);
  const { base_os: _, ...expected } = written;
  expect(await getImage('us-east-1', 'ami-round')).toEqual(expected);
  expect(await getImage('eu-west-1', 'ami-round')).toBeUndefined();
});

test('of two writers who read the same revision one is refused', async () => {
  const first = await putImage(image({ ami_id: 'ami-raced' }));
  await putImage({ ...first, description: 'one' });
  await expect(putImage({ ...first, description: 'two' })).rejects.toMatchObject({
    name: 'CatalogConflict',
    message: expect.stringContaining('ami-raced'),
  });
  await expect(putImage(image({ ami_id: 'ami-raced' }))).rejects.toMatchObject({ name: 'CatalogConflict' });
  expect(await getImage('us-east-1', 'ami-raced')).toMatchObject({ description: 'one', revision: 2 });
});

test('changes by rule are all kept, however many come at once', async () => {
  await putImage(image({ ami_id: 'ami-counted', size_gb: 0 }));
  await Promise.all(
    Array.from({ length: 8 }, () =>
      updateImage('us-east-1', 'ami-counted', ({ size_gb }) => ({ size_gb: size_gb + 1 })),
    ),
  );
  expect(await getImage('us-east-1', 'ami-counted')).toMatchObject({ size_gb: 8, revision: 9 });
  const before = await updateImage('us-east-1', 'ami-counted', () => undefined);
  expect(before.revision).toBe(9);
  await expect(updateImage('us-east-1', 'ami-none', () => ({}))).rejects.toMatchObject({
    name: 'ImageNotFound',
    message: expect.stringContaining('ami-none'),
  });
});

test('a step that runs again writes over its own record and keeps what others added', async () => {
  await saveImage(image({ ami_id: 'ami-again', description: 'first' }));
  await updateImage('us-east-1', 'ami-again', () => ({ packages_key: 'builds/1/packages.txt' }));
  const again = await saveImage(image({ ami_id: 'ami-again', description: 'second', packages_key: undefined }));
  expect(again).toMatchObject({ description: 'second', packages_key: 'builds/1/packages.txt', revision: 3 });
});

test('an image is found by its id alone in any region of the deployment', async () => {
  await putImage(image({ ami_id: 'ami-abroad', region: 'eu-west-1' }));
  expect(await findImage('ami-abroad')).toMatchObject({ region: 'eu-west-1' });
  expect(await findImage('ami-nowhere')).toBeUndefined();
});

describe('lists', () => {
  beforeAll(async () => {
    for (const [index, version] of ['2.2', '2.10', '2.9', '2.1'].entries()) {
      await putImage(
        image({
          ami_id: `ami-v${version}`,
          region: 'ap-south-1',
          stack: 'pytorch',
          variant: 'x86_64',
          version,
          creation_date: `2026-01-0${index + 1}T00:00:00.000Z`,
        }),
      );
    }
    await putImage(
      image({
        ami_id: 'ami-replica',
        region: 'ap-south-2',
        stack: 'pytorch',
        variant: 'x86_64',
        version: '2.2',
        replicated_from: 'ami-v2.2',
      }),
    );
  });

  test('the images of a region come newest first, and not those of a region whose name only begins alike', async () => {
    const { images, more } = await newestImages(['ap-south-1'], { limit: 10 });
    expect(ids(images)).toEqual(['ami-v2.1', 'ami-v2.9', 'ami-v2.10', 'ami-v2.2']);
    expect(more).toBe(false);
  });

  test('the images of a stack come by version: 2.10 before 2.9', async () => {
    const ofRegion = (await listImagesOfStack('pytorch')).filter(({ region }) => region === 'ap-south-1');
    expect(ids(ofRegion)).toEqual(['ami-v2.10', 'ami-v2.9', 'ami-v2.2', 'ami-v2.1']);
    expect(ids(await listImagesOfStack('pytorch'))).toContain('ami-replica');
    expect(ids(await listReplicas({ ami_id: 'ami-v2.2', stack: 'pytorch' }))).toEqual(['ami-replica']);
    expect(ids(await listReplicas({ ami_id: 'ami-v2.2' }))).toEqual(['ami-replica']);
  });

  test('the images of one version are read without the others, and 2.2 is not 2.20', async () => {
    const version = { stack: 'pytorch', variant: 'x86_64', version: '2.2' };
    expect(ids(await listImagesOfVersion(version)).toSorted()).toEqual(['ami-replica', 'ami-v2.2']);
    expect(await listImagesOfVersion({ ...version, version: '2' })).toEqual([]);
  });

  test('all regions with images are found, and their images come newest first across them', async () => {
    const regions = await regionsOfImages();
    expect(regions).toEqual(expect.arrayContaining(['ap-south-1', 'ap-south-2', 'us-east-1']));
    expect(new Set(regions).size).toBe(regions.length);
    const { images } = await newestImages(regions, { limit: 100 });
    expect(images.map(positionOf)).toEqual(images.map(positionOf).toSorted().toReversed());
    expect(new Set(images.map(({ region }) => region)).size).toBe(regions.length);
  });

  test.each([1, 2, 3, 4, 5, 50])(
    'pages of %i together give every image of all regions once, in order',
    async (limit) => {
      const regions = await regionsOfImages();
      const whole = await newestImages(regions, { limit: 100 });
      const found: Image[] = [];
      let after: string | undefined;
      for (let more = true; more;) {
        const page = await newestImages(regions, { limit, after });
        expect(page.images.length).toBeGreaterThan(0);
        found.push(...page.images);
        after = positionIn('all', cursorAfter('all', page.images.at(-1)!));
        more = page.more;
      }
      expect(ids(found)).toEqual(ids(whole.images));
    },
  );

  test('a cursor works for the list that gave it only', () => {
    const refused = expect.objectContaining({ name: 'InvalidRequest' });
    const bad = [
      '',
      'x',
      'o20',
      Buffer.from('null').toString('base64url'),
      Buffer.from('["all",1]').toString('base64url'),
    ];
    for (const cursor of [...bad, cursorAfter('eu-west-1', image({}))])
      expect(() => positionIn('all', cursor)).toThrow(refused);
  });
});

test('the history of an image is kept in order, each event of its own', async () => {
  const event = { region: 'us-east-1', ami_id: 'ami-told', time: '2026-01-14T10:30:00Z', action: 'tested' as const };
  await Promise.all([
    recordImageEvent(event),
    recordImageEvent(event),
    recordImageEvent({ ...event, time: '2026-01-14T10:29:00Z', action: 'created' as const }),
  ]);
  expect((await listImageEvents('us-east-1', 'ami-told')).map(({ action }) => action)).toEqual([
    'created',
    'tested',
    'tested',
  ]);
});
