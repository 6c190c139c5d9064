import { spawn } from '../kit/spawn';

const id = 'ami-0abc1230abc1230ab';
const at = { ami_id: id, region: 'us-east-1' };
const usage = (changes: object = {}) => ({ body: { images: [at], references: [], unread: [], ...changes } });
const registered = {
  ...at,
  name: 'ci-profile',
  by: 'arn:aws:iam::123456789012:user/jo',
  created_at: '2026-01-14T10:30:00Z',
  until: '2026-12-31T00:00:00.000Z',
};

describe('ami usage', () => {
  test('prints a line for each thing that uses the image', async () => {
    const { out } = await spawn(['ami', 'usage', id], {
      answer: () => usage({ references: [{ ...at, kind: 'instance', name: 'i-1', detail: 'stopped, demo' }] }),
    });
    expect(out).toBe(
      `USED BY   NAME  DETAIL         AMI ID                 REGION\ninstance  i-1   stopped, demo  ${id}  us-east-1\n`,
    );
  });

  test('never calls an image unused of which something is unread, and says what', async () => {
    const { out, err } = await spawn(['ami', 'usage', id], {
      answer: () => usage({ unread: [{ region: 'us-east-1', kind: 'instance', reason: 'throttled' }] }),
    });
    expect([out, err]).toEqual([
      'No usage found, but some sources could not be checked.\n',
      'warning: usage by instance in us-east-1 is unknown: throttled\n',
    ]);
    expect((await spawn(['ami', 'usage', id], { answer: () => usage() })).out).toBe('No usage found.\n');
  });
});

describe('ami reference', () => {
  test('add sends what was said, with a day as its beginning in UTC', async () => {
    const answer = () => ({ body: { changed: true, references: [registered] } });
    const { out, requests } = await spawn(
      [
        'ami',
        'reference',
        'add',
        id,
        '--name',
        'ci-profile',
        '--until',
        '2026-12-31',
        '--url',
        'https://ci.example.com/7',
      ],
      { answer },
    );
    expect(requests).toEqual([
      {
        method: 'POST',
        path: `/v1/images/${id}/references`,
        body: { name: 'ci-profile', until: '2026-12-31T00:00:00.000Z', url: 'https://ci.example.com/7' },
      },
    ]);
    expect(out).toBe(`${id} in us-east-1: used by ci-profile\n`);
    expect((await spawn(['ami', 'reference', 'add', id], { answer })).code).toBe(2);
  });

  test('remove names it in the path; one that is not there exits with 3', async () => {
    const { requests, code } = await spawn(['ami', 'reference', 'remove', id, '--name', 'ci-profile'], {
      answer: () => ({ status: 404, body: { name: 'ReferenceNotFound', detail: 'none' } }),
    });
    expect([code, requests[0]?.method, requests[0]?.path]).toEqual([
      3,
      'DELETE',
      `/v1/images/${id}/references/ci-profile`,
    ]);
  });

  test('list shows those of one image or of all, and which are over', async () => {
    const answer = () => ({ body: { references: [{ ...registered, expired: true }] } });
    expect((await spawn(['ami', 'reference', 'list'], { answer })).out).toContain('2026-12-31T00:00:00.000Z (expired)');
    expect((await spawn(['ami', 'reference', 'list', id, '-o', 'json'], { answer })).requests[0]?.query).toMatchObject({
      ami: id,
    });
  });
});
