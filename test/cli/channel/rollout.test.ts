import { spawn } from '../kit/spawn';

const id = 'ami-0abc1230abc1230ab';
const change = {
  changed: true,
  channel: {
    stack: 'web',
    variant: 'x86_64',
    channel: 'stable',
    release: id,
    version: '2.2',
    image_name: 'web-2.2',
    action: 'promoted',
    at: '2026-01-28T10:00:00Z',
    revision: 2,
  },
  parameter: '/spawn/dev/channels/web/x86_64/stable',
  regions: [],
};
const rollout = (changes: object = {}) => ({
  region: 'us-east-1',
  template: 'web',
  changes: true,
  from_version: 3,
  from_image: 'ami-1',
  ami_id: id,
  groups: ['front'],
  obstacles: [],
  ...changes,
});

describe('promote-ami', () => {
  test('--dry-run sends it, and prints what launch templates and groups would do', async () => {
    const body = { ...change, dry_run: true, rollout: { templates: [rollout()] } };
    const { code, out, err, requests } = await spawn(['promote-ami', id, '--to', 'stable', '--dry-run'], {
      answer: () => ({ body }),
    });
    expect(requests[0]?.body).toEqual({ channel: 'stable', dry_run: true });
    expect([code, out, err]).toEqual([
      0,
      'stable of web x86_64 would point to web-2.2\n' +
        `  us-east-1  launch template web: a new default version from version 3 with ${id}, then refreshes front\n`,
      '',
    ]);
  });

  test('says how to wait for the rollout', async () => {
    const body = { ...change, rollout: { operation_id: 'op-1', templates: [rollout()] } };
    const { err } = await spawn(['promote-ami', id, '--to', 'stable'], { answer: () => ({ body }) });
    expect(err).toBe('The launch templates follow in op-1. To wait for it: spawn wait op-1\n');
  });

  test('--wait exits with 1 when the rollout fails, with the reason of AWS', async () => {
    const body = { ...change, rollout: { operation_id: 'op-1', templates: [rollout()] } };
    const run = {
      build_id: 'op-1',
      kind: 'rollout',
      status: 'failed',
      stages: [],
      replicas: [],
      failure: { name: 'RefreshFailed', message: 'No capacity.' },
    };
    const { code, err } = await spawn(['promote-ami', id, '--to', 'stable', '--wait'], {
      answer: ({ method }) => ({ body: method === 'POST' ? body : run }),
    });
    expect([code, err]).toEqual([1, expect.stringContaining('RefreshFailed: No capacity.')]);
  });
});

test('rollback-channel warns of templates that cannot follow', async () => {
  const templates = [rollout({ changes: false, groups: [], obstacles: ['there is no launch template web'] })];
  const { code, out, err } = await spawn(['rollback-channel', 'stable'], {
    answer: () => ({ body: { ...change, rollout: { templates } } }),
  });
  expect([code, out, err]).toEqual([
    0,
    expect.stringContaining('launch template web: cannot follow\n'),
    'warning: there is no launch template web\n',
  ]);
});

describe('stack set --launch-template', () => {
  const set = (...templates: string[]) =>
    spawn(['stack', 'set', 'web', ...templates.flatMap((text) => ['--launch-template', text]), '--yes'], {
      answer: () => ({ status: 404, body: { name: 'StackNotFound', detail: 'no' } }),
    });

  test('sends the templates with their groups, and default for none', async () => {
    const { requests } = await set(
      'channel=stable,variant=x86_64,region=us-east-1,template=web,group=a,group=b,min-healthy=80,roll-back-channel=on',
      'channel=beta,variant=arm64,region=eu-west-1,template=lt-0abc',
    );
    expect(requests.at(-1)?.body).toEqual({
      launch_templates: [
        {
          channel: 'stable',
          variant: 'x86_64',
          region: 'us-east-1',
          template: 'web',
          groups: ['a', 'b'],
          minimum_healthy_percentage: 80,
          roll_back_channel: true,
        },
        { channel: 'beta', variant: 'arm64', region: 'eu-west-1', template: 'lt-0abc' },
      ],
    });
    expect((await set('default')).requests.at(-1)?.body).toEqual({ launch_templates: null });
  });

  test.each([
    ['channel=stable,variant=x86_64,region=us-east-1', 'has no template'],
    ['channel=stable,channel=beta,variant=x86_64,region=us-east-1,template=web', 'has channel twice'],
    ['channel=stable,variant=x86_64,region=us-east-1,template=web,size=3', "'size' of --launch-template is not known"],
    ['channel=stable,variant=x86_64,region=us-east-1,template=web,roll-back-channel=yes', 'use on or off'],
    ['web', 'of the form channel=stable'],
  ])('refuses %s', async (text, reason) => {
    const { code, err, requests } = await set(text);
    expect([code, err, requests]).toEqual([2, expect.stringContaining(reason), []]);
  });
});
