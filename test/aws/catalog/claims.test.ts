import { PutCommand, DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { claimDigest, readDigest, releaseDigest } from '../../../aws/catalog/digests';
import { claimKey, giveUpKey, readKey, releaseKey, rememberAnswer } from '../../../aws/catalog/store/idempotency';
import { getNight, putNight, releaseNightLock, takeNightLock } from '../../../aws/catalog/nights';
import type { Night } from '../../../core/night/record';
import { readReservation, releaseName, reserveName } from '../../../aws/catalog/reservations';
import { findWaits, listWaits, storeWait, takeWait, waitsOf } from '../../../aws/catalog/waits';
import { documents } from '../../../aws/client/clients';
import type { KeyRecord } from '../../../core/api/idempotency';
import type { Wait } from '../../../core/wait/record';
import { awsError } from '../fake-aws';
import { catalogTable } from './table';

catalogTable();
afterEach(() => jest.restoreAllMocks());

const now = new Date('2026-01-14T10:30:00Z');
const hours = (count: number): Date => new Date(now.getTime() + count * 3_600_000);

const wait = (part: Partial<Wait>): Wait => ({
  execution: 'bld-1',
  state: 'AwaitImage',
  token: 'token-1',
  build_id: 'bld-1',
  condition: 'image-available',
  resource: 'image:us-east-1:ami-1',
  region: 'us-east-1',
  started_at: now.toISOString(),
  deadline: hours(1).toISOString(),
  ...part,
});

/** Lets a write take effect and then loses its answer, as the SDK sees it after its own retry. */
function loseAnswerOf(command: typeof PutCommand | typeof DeleteCommand): void {
  const send = documents().send.bind(documents()) as (sent: unknown) => Promise<unknown>;
  jest.spyOn(documents(), 'send').mockImplementation((async (sent: unknown) => {
    const answer = await send(sent);
    if (sent instanceof command) throw awsError('ConditionalCheckFailedException', 'The conditional request failed', 2);
    return answer;
  }) as never);
}

describe('waits', () => {
  test('a retry of the state replaces the token, and the old one takes nothing', async () => {
    await storeWait(wait({}));
    await storeWait(wait({ token: 'token-2' }));
    expect(await findWaits('image:us-east-1:ami-1')).toEqual([wait({ token: 'token-2' })]);
    expect(await takeWait(wait({}))).toBe(false);
    expect(await takeWait(wait({ token: 'token-2' }))).toBe(true);
    expect(await findWaits('image:us-east-1:ami-1')).toEqual([]);
  });

  test('of ten that take a wait at once one owns it', async () => {
    await storeWait(wait({ resource: 'command:raced' }));
    const owned = await Promise.all(Array.from({ length: 10 }, () => takeWait(wait({ resource: 'command:raced' }))));
    expect(owned.filter(Boolean)).toHaveLength(1);
  });

  test('the nearest deadline comes first, and a run has its own', async () => {
    await storeWait(wait({ resource: 'command:late', deadline: hours(9).toISOString(), build_id: 'bld-2' }));
    await storeWait(wait({ resource: 'command:soon', deadline: hours(2).toISOString(), build_id: 'bld-3' }));
    expect((await listWaits()).map(({ resource }) => resource)).toEqual(['command:soon', 'command:late']);
    expect((await waitsOf('bld-2')).map(({ resource }) => resource)).toEqual(['command:late']);
  });

  test('a wait whose removal was not answered is owned: a token is taken once anyway', async () => {
    await storeWait(wait({ resource: 'command:unanswered' }));
    loseAnswerOf(DeleteCommand);
    expect(await takeWait(wait({ resource: 'command:unanswered' }))).toBe(true);
  });
});

describe('names and digests', () => {
  test('a name belongs to one run, which may reserve it again, until it gives it back', async () => {
    expect(await reserveName('us-east-1', 'pytorch-2.2', 'bld-1')).toBe(true);
    expect(await reserveName('us-east-1', 'pytorch-2.2', 'bld-1')).toBe(true);
    expect(await reserveName('us-east-1', 'pytorch-2.2', 'bld-2')).toBe(false);
    expect(await reserveName('eu-west-1', 'pytorch-2.2', 'bld-2')).toBe(true);
    expect(await readReservation('us-east-1', 'pytorch-2.2')).toBe('bld-1');
    expect(await releaseName('us-east-1', 'pytorch-2.2', 'bld-2')).toBe(false);
    expect(await releaseName('us-east-1', 'pytorch-2.2', 'bld-1')).toBe(true);
    expect(await readReservation('us-east-1', 'pytorch-2.2')).toBeUndefined();
  });

  test('a digest is answered by one run until it is released or replaced on purpose', async () => {
    expect(await claimDigest('d1', 'bld-1')).toBe(true);
    expect(await claimDigest('d1', 'bld-2')).toBe(false);
    expect(await claimDigest('d1', 'bld-2', 'bld-0')).toBe(false);
    expect(await claimDigest('d1', 'bld-2', 'bld-1')).toBe(true);
    expect(await readDigest('d1')).toBe('bld-2');
    expect(await releaseDigest('d1', 'bld-1')).toBe(false);
    expect(await releaseDigest('d1', 'bld-2')).toBe(true);
    expect(await readDigest('d1')).toBeUndefined();
  });

  test("a claim whose answer was lost is still the run's own, and somebody else's is not", async () => {
    loseAnswerOf(PutCommand);
    expect(await claimDigest('d2', 'bld-1')).toBe(true);
    jest.restoreAllMocks();
    expect(await claimDigest('d2', 'bld-2')).toBe(false);
  });
});

describe('answers under a key', () => {
  const claimed = (claim: string, at = now): KeyRecord => ({
    claim,
    body_digest: 'body',
    claimed_at: at.toISOString(),
    id_part: 'part',
  });

  test('of ten requests that claim a key at once one answers', async () => {
    const claims = await Promise.all(Array.from({ length: 10 }, (_, index) => claimKey('key-1', claimed(`c${index}`))));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await readKey('key-1', now)).toEqual(claimed(`c${claims.indexOf(true)}`));
  });

  test('the answer holds for 24 hours, after which the key is free', async () => {
    await claimKey('key-2', claimed('first'));
    expect(await rememberAnswer('key-2', claimed('first'), { build_id: 'bld-1' })).toBe(true);
    expect(await readKey('key-2', hours(23))).toEqual({ ...claimed('first'), answer: { build_id: 'bld-1' } });
    expect(await claimKey('key-2', claimed('second', hours(23)))).toBe(false);
    expect(await readKey('key-2', hours(24))).toBeUndefined();
    expect(await claimKey('key-2', claimed('second', hours(24)))).toBe(true);
  });

  test('a claim that was released is free, and only its own request releases it', async () => {
    await claimKey('key-3', claimed('first'));
    expect(await releaseKey('key-3', claimed('other'))).toBe(false);
    expect(await releaseKey('key-3', claimed('first'))).toBe(true);
    expect(await claimKey('key-3', claimed('second'))).toBe(true);
  });

  test('a claim that was given up keeps its part of an id for the next', async () => {
    await claimKey('key-6', claimed('first'));
    expect(await giveUpKey('key-6', claimed('other'))).toBe(false);
    expect(await giveUpKey('key-6', claimed('first'))).toBe(true);
    const known = await readKey('key-6', now);
    expect(known).toEqual({ ...claimed('first'), given_up: true });
    expect(await claimKey('key-6', claimed('second'), known)).toBe(true);
  });

  test('a claim is taken over once, by whoever names it, and not after its answer', async () => {
    await claimKey('key-4', claimed('first'));
    const takeovers = await Promise.all(
      ['second', 'third'].map((claim) => claimKey('key-4', claimed(claim, hours(1)), claimed('first'))),
    );
    expect(takeovers.filter(Boolean)).toHaveLength(1);
    expect(await rememberAnswer('key-4', claimed('first'), 'late')).toBe(false);
    await claimKey('key-5', claimed('first'));
    await rememberAnswer('key-5', claimed('first'), 'in time');
    expect(await claimKey('key-5', claimed('second', hours(1)), claimed('first'))).toBe(false);
  });
});

const night: Night = {
  night: 'n-1',
  date: '2026-01-14',
  status: 'running',
  started_at: '2026-01-14T03:00:00Z',
  execution_arn: 'arn',
  requested_by: 'schedule',
};

test('a night whose report is written twice has one', async () => {
  await putNight(night);
  await putNight({ ...night, status: 'complete', text: 'two' });
  expect(await getNight('n-1')).toEqual({ ...night, status: 'complete', text: 'two' });
});

test('one night holds the place until it gives it up, or until one that knows it is over takes it', async () => {
  const lock = (name: string) => ({ night: name, execution_arn: `arn:${name}`, claimed_at: '2026-01-14T03:00:00Z' });
  expect(await takeNightLock(lock('a'))).toBe(true);
  expect(await takeNightLock(lock('a'))).toBe(true);
  expect(await takeNightLock(lock('b'))).toBe(false);
  expect(await takeNightLock(lock('b'), 'a')).toBe(true);
  expect(await releaseNightLock('a')).toBe(false);
  expect(await releaseNightLock('b')).toBe(true);
});
