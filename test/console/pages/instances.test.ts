import { launchInstanceRequest, listInstancesQuery } from '../../../core/api/contract/requests';
import {
  addressQuery,
  filterOf,
  firstLaunch,
  instancesQuery,
  listCommand,
  shownInstances,
  statusOfInstance,
  type Instance,
  type InstanceFilter,
} from '../../../console/pages/instances/filter';
import { formOf, launchBody, launchCommand, missingIn, type LaunchForm } from '../../../console/pages/instances/launch';
import {
  canConnect,
  connectCommand,
  showCommand,
  terminateCommand,
  typedFor,
  whyNotTerminated,
} from '../../../console/pages/instances/one';
import { hrefOf, parseHash } from '../../../console/shared/navigation/route';
import { commandOf } from '../kit/command';

const everything: InstanceFilter = { name: 'worker 1', region: 'eu-west-1', tag: 'team=ml', all: true };
const one = { instance_id: 'i-0123456789abcdef0', region: 'eu-west-1' };
const states = ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'];
const inState = (state: string): Instance => ({ ...one, state }) as Instance;

test('the filters stand in the address, and nothing else of it is a filter', () => {
  expect(filterOf(parseHash(hrefOf('instances', [], addressQuery(everything))))).toEqual(everything);
  const empty = filterOf(parseHash('#/instances?all=no&limit=1'));
  expect(Object.values(empty).filter((value) => value !== undefined)).toEqual([]);
});

test('the API takes every filter, and all regions are asked by default', () => {
  for (const filter of [{}, everything])
    expect(listInstancesQuery.safeParse(instancesQuery(filter)).error).toBeUndefined();
  expect(instancesQuery({})).toMatchObject({ region: 'all' });
});

test('terminated instances are hidden unless they are asked for', () => {
  const all = states.map(inState);
  expect(shownInstances(all, {}).map(({ state }) => state)).toEqual(states.slice(0, -1));
  expect(shownInstances(all, { all: true })).toHaveLength(states.length);
});

test('the state of an instance is shown as AWS shows it, also one that is not known here', () => {
  expect(statusOfInstance({ state: 'running' })).toEqual({ type: 'success', text: 'Running' });
  expect(statusOfInstance({ state: 'shutting-down' })).toEqual({ type: 'in-progress', text: 'Shutting down' });
  expect(statusOfInstance({ state: 'hibernated' })).toEqual({ type: 'info', text: 'Hibernated' });
});

test('an instance is terminated once, and its name is typed before', () => {
  expect(states.filter((state) => whyNotTerminated({ state }) === undefined)).toEqual(states.slice(0, 4));
  expect(typedFor({ ...one, name: 'worker' })).toBe('worker');
  expect(typedFor({ ...one, name: ' ' })).toBe(one.instance_id);
});

test('the command to connect is shown for what runs or starts', () => {
  expect(states.filter((state) => canConnect({ state }))).toEqual(['pending', 'running']);
});

test('commands do the same', async () => {
  expect(await commandOf(listCommand({}))).toContain('list');
  expect(listCommand({})).toEqual(['list', '--region', 'all']);
  expect(await commandOf(listCommand(everything))).toContain('list');
  expect(await commandOf(showCommand(one))).toContain('list');
  expect(await commandOf(connectCommand(one))).toContain('connect');
  expect(await commandOf(terminateCommand(one))).toContain('terminate');
  expect(await commandOf(firstLaunch)).toContain('launch');
});

const filled: LaunchForm = {
  source: 'stack',
  ami: 'ami-0123456789abcdef0',
  stack: 'pytorch',
  version: '>=2.0, <3.0',
  channel: 'stable',
  name: 'worker',
  instanceType: 'm7i.large',
  region: 'eu-west-1',
  ttl: '8h',
  spot: true,
};

test('an address fills the form, and the form says what is missing', () => {
  const form = formOf(parseHash('#/instances/launch?ami=ami-0123456789abcdef0&region=eu-west-1'));
  expect(form).toMatchObject({ source: 'ami', ami: 'ami-0123456789abcdef0', region: 'eu-west-1' });
  expect(missingIn(form)).toBe('Give the instance type');
  expect(missingIn({ ...filled, stack: '' })).toBe('Give the stack');
  expect(missingIn({ ...filled, source: 'ami', ami: '' })).toBe('Give the id of the image');
  expect(missingIn({ ...filled, source: 'amazon-linux', stack: '' })).toBeUndefined();
});

test('the API takes a form with any source of the image, and the command launches the same', async () => {
  for (const source of ['stack', 'ami', 'amazon-linux'] as const) {
    const form = { ...filled, source };
    expect(launchInstanceRequest.safeParse(launchBody(form)).error).toBeUndefined();
    expect(await commandOf(launchCommand(form))).toContain('launch');
  }
  expect(launchBody({ ...filled, source: 'ami' })).not.toHaveProperty('stack');
  expect(launchCommand({ ...filled, source: 'ami' })).not.toContain('--ami-stack');
  expect(launchCommand({ ...filled, source: 'stack' })).toEqual(
    expect.arrayContaining(['--ami-stack', 'pytorch', '--ami-version', '>=2.0, <3.0', '--ami-channel', 'stable']),
  );
  const spaced = { ...filled, stack: ' pytorch ', name: 'my worker' };
  expect(launchBody(spaced)).toMatchObject({ stack: 'pytorch', name: 'my worker' });
  expect(launchCommand(spaced)).toEqual(launchCommand({ ...filled, name: 'my worker' }));
  expect(missingIn({ ...filled, stack: ' ' })).toBe('Give the stack');
  const least = { ...formOf(parseHash('#/instances/launch')), stack: 'pytorch', instanceType: 'm7i.large' };
  expect(launchInstanceRequest.parse(launchBody(least))).toEqual({
    stack: 'pytorch',
    instance_type: 'm7i.large',
    spot: false,
    tags: {},
  });
});
