import { findImage, getImage, listImages, putImage, saveImage, updateImage } from '../../../aws/catalog/images';
import { listImageEvents, recordImageEvent } from '../../../aws/catalog/image-events';
import { listImagesOfStack, listReplicas } from '../../../aws/catalog/releases';
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
    const { images, cursor } = await listImages({ region: 'ap-south-1', limit: 10 });
    expect(ids(images)).toEqual(['ami-v2.1', 'ami-v2.9', 'ami-v2.10', 'ami-v2.2']);
    expect(cursor).toBeUndefined();
  });

  test('the images of a stack come by version: 2.10 before 2.9', async () => {
    const { images } = await listImages({ region: 'ap-south-1', stack: 'pytorch', limit: 10 });
    expect(ids(images)).toEqual(['ami-v2.10', 'ami-v2.9', 'ami-v2.2', 'ami-v2.1']);
    expect(ids(await listImagesOfStack('pytorch'))).toContain('ami-replica');
    expect(ids(await listReplicas({ ami_id: 'ami-v2.2', stack: 'pytorch' }))).toEqual(['ami-replica']);
    expect(ids(await listReplicas({ ami_id: 'ami-v2.2' }))).toEqual(['ami-replica']);
  });

  test.each([1, 2, 3, 4, 5])(
    'pages of %i together give every image once, and the last page has no cursor',
    async (limit) => {
      for (const stack of [undefined, 'pytorch']) {
        const found: string[] = [];
        let cursor: string | undefined;
        let pages = 0;
        do {
          const page = await listImages({ region: 'ap-south-1', stack, limit, cursor });
          expect(page.images.length).toBeGreaterThan(0);
          found.push(...ids(page.images));
          cursor = page.cursor;
          pages += 1;
        } while (cursor);
        expect(found.toSorted()).toEqual(['ami-v2.1', 'ami-v2.10', 'ami-v2.2', 'ami-v2.9']);
        expect(pages).toBe(Math.ceil(4 / limit));
      }
    },
  );

  test('a cursor works for the list that gave it only', async () => {
    const { cursor } = await listImages({ region: 'ap-south-1', limit: 1 });
    const refused = expect.objectContaining({ name: 'InvalidRequest' });
    await expect(listImages({ region: 'ap-south-2', limit: 1, cursor })).rejects.toEqual(refused);
    await expect(listImages({ region: 'ap-south-1', stack: 'pytorch', limit: 1, cursor })).rejects.toEqual(refused);
    for (const bad of [
      '',
      'x',
      Buffer.from('null').toString('base64url'),
      Buffer.from('{"pk":1}').toString('base64url'),
    ]) {
      await expect(listImages({ region: 'all', limit: 1, cursor: bad })).rejects.toEqual(refused);
    }
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
