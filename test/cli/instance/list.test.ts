import type { InstanceAnswer } from '../../../core/api/contract/instance';
import { spawn } from '../kit/spawn';

const instance = (state: string, id: string): Partial<InstanceAnswer> => ({
  instance_id: id,
  name: `builder-${id}`,
  instance_type: 'm7i.large',
  state: state as InstanceAnswer['state'],
  region: 'us-east-1',
  ami_id: 'ami-1',
  launch_time: '2026-01-28T09:30:00Z',
});
const list = (argv: string[], found = [instance('running', 'i-1'), instance('terminated', 'i-2')]) =>
  spawn(['list', ...argv], { answer: () => ({ body: { instances: found } }) });

test('terminated instances are hidden, and the command says how many', async () => {
  const { out, err } = await list([]);
  expect(out).toContain('i-1');
  expect(out).not.toContain('i-2');
  expect(err).toBe('1 terminated instance hidden; to list them: spawn list --all\n');
});

test('JSON hides them too, and stays valid', async () => {
  const { out, err } = await list(['--json']);
  expect(JSON.parse(out).map(({ instance_id }: InstanceAnswer) => instance_id)).toEqual(['i-1']);
  expect(err).toContain('1 terminated instance hidden');
});

test.each([[['--all']], [['--state', 'terminated']]])('%s shows terminated instances', async (argv) => {
  const { out, err } = await list(argv);
  expect(out).toContain('i-2');
  expect(err).toBe('');
});

test('nothing is said when nothing is hidden', async () => {
  expect((await list([], [instance('running', 'i-1')])).err).toBe('');
});
