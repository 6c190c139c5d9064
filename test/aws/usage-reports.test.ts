import { Client } from '@smithy/core/client';
import { handler } from '../../lambdas/night/report-usage';
import { readAccountUsage } from '../../usecases/reference/read-account-usage';
import { kit, type Kit } from '../../local/test/ec2/kit';
import { setEnvironment } from './fake-aws';

const region = 'us-east-1';
let simulated: Kit;
let items: any[];

beforeEach(() => {
  setEnvironment({ SPAWN_DEPLOYMENT: 'dev@us-east-1', SPAWN_SETTINGS: '{}' });
  simulated = kit();
  items = [];
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  jest.spyOn(Client.prototype, 'send').mockImplementation(async function send(this: any, command: any) {
    const action = command.constructor.name.replace(/Command$/, '');
    const { input } = command;
    const has = (item: any): boolean => item.gsi1pk === input.ExpressionAttributeValues[':partition'];
    if (action === 'Query') return { Items: items.filter(has) };
    if (action === 'Get') return { Item: items.find(({ pk, sk }) => pk === input.Key.pk && sk === input.Key.sk) };
    if (action === 'Put')
      return void (items = [...items.filter(({ pk, sk }) => pk !== input.Item.pk || sk !== input.Item.sk), input.Item]);
    return simulated.call(action, input, await this.config.region());
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const night = () => {
  jest.setSystemTime(simulated.clock.now());
  return handler({ regions: [region] });
};
const record = (id: string, shares?: object[]) =>
  items.push({
    pk: `IMAGE#${region}#${id}`,
    sk: 'IMAGE',
    gsi1pk: 'IMAGES',
    gsi1sk: `${region}#2026`,
    ami_id: id,
    region,
    state: 'available',
    deployment: 'dev@us-east-1',
    owner_id: '123456789012',
    shares,
  });
const read = (id: string) => readAccountUsage(region, [id], new Date(simulated.clock.now()));

test('a shared image is unread until the night has asked for its report and taken it in; then other accounts use it', async () => {
  const id = await simulated.image('web');
  record(id, [{ kind: 'account', id: '210987654321' }]);
  simulated.ec2.addForeignUse({
    region,
    imageId: id,
    accountId: '210987654321',
    resourceType: 'ec2:Instance',
    count: 2,
  });
  expect((await read(id)).unread).toMatchObject([{ kind: 'account', ami_ids: [id] }]);
  expect(await night()).toEqual({ asked: 1, read: 0 });
  expect(await night()).toEqual({ asked: 0, read: 0 });
  await simulated.clock.advance(24 * 3_600_000);
  expect(await night()).toEqual({ asked: 0, read: 1 });
  expect(await read(id)).toMatchObject({
    references: [{ kind: 'account', name: '210987654321', detail: expect.stringContaining('2 × ec2:Instance') }],
    unread: [],
  });
  expect(await night()).toEqual({ asked: 0, read: 0 });
  await simulated.clock.advance(8 * 24 * 3_600_000);
  expect((await read(id)).unread).toHaveLength(1);
});

test('an image that nobody else may launch costs no report; one that was shared outside spawn is unread', async () => {
  const id = await simulated.image('web');
  record(id);
  expect(await night()).toEqual({ asked: 0, read: 0 });
  expect(await read(id)).toEqual({ references: [], unread: [] });
  await simulated.call('ModifyImageAttribute', {
    ImageId: id,
    LaunchPermission: { Add: [{ UserId: '210987654321' }] },
  });
  expect((await read(id)).unread).toMatchObject([{ kind: 'account', ami_ids: [id] }]);
});
