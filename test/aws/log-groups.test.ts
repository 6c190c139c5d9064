import { ensureLogGroup } from '../../aws/storage/log-groups';
import { awsError, fakeAws, setEnvironment } from './fake-aws';

beforeAll(() => setEnvironment());
beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const name = '/spawn/dev/commands-us-east-1';
const ensure = () => ensureLogGroup('eu-west-1', name, 30, { team: 'hpc' });

test('a log group is made in its region with its tags, and told when to forget', async () => {
  const calls = fakeAws({ CreateLogGroup: {}, PutRetentionPolicy: {} });
  await ensure();
  expect(calls).toEqual([
    { action: 'CreateLogGroup', region: 'eu-west-1', input: { logGroupName: name, tags: { team: 'hpc' } } },
    { action: 'PutRetentionPolicy', region: 'eu-west-1', input: { logGroupName: name, retentionInDays: 30 } },
  ]);
});

test('one that is there already is told all the same: whoever made it may have died before that', async () => {
  const calls = fakeAws({ CreateLogGroup: awsError('ResourceAlreadyExistsException'), PutRetentionPolicy: {} });
  await ensure();
  expect(calls.map(({ action }) => action)).toEqual(['CreateLogGroup', 'PutRetentionPolicy']);
});

test('a group that somebody else changes at that moment is asked for again', async () => {
  const busy = awsError('OperationAbortedException');
  const calls = fakeAws({
    CreateLogGroup: [busy, awsError('ResourceAlreadyExistsException')],
    PutRetentionPolicy: [busy, {}],
  });
  const ensured = ensure();
  await jest.advanceTimersByTimeAsync(3_000);
  await ensured;
  expect(calls.map(({ action }) => action)).toEqual([
    'CreateLogGroup',
    'CreateLogGroup',
    'PutRetentionPolicy',
    'CreateLogGroup',
    'PutRetentionPolicy',
  ]);
});

test('any other refusal is passed on', async () => {
  fakeAws({ CreateLogGroup: awsError('LimitExceededException') });
  await expect(ensure()).rejects.toMatchObject({ name: 'LimitExceededException' });
});
