import { stageLimit } from '../../../core/run/stage-limit';
import type { BuildPlan, Run, StageName } from '../../../core/model/run';

const plan = {
  scripts: [
    { name: 'drivers', key: 'a', timeout_seconds: 600 },
    { name: 'install', key: 'b', timeout_seconds: 3600 },
  ],
  test: { key: 'c', instance_types: ['m7i.large'], timeout_seconds: 300, keep_on_failure: false },
  limits: { ready_seconds: 900, clean_seconds: 1200, stop_seconds: 600, image_seconds: 7200, copy_seconds: 86_400 },
} as unknown as BuildPlan;
const build = { kind: 'build', plan } as const;
const limitOf = (run: Pick<Run, 'kind' | 'plan' | 'request'>, name: StageName, detail?: string) =>
  stageLimit(run, { name, detail });

describe('the limit of a stage', () => {
  test.each<[StageName, string | undefined, number | undefined]>([
    ['launch', 'm7i.large', 900],
    ['provision', 'drivers', 600],
    ['clean', undefined, 1200],
    ['stop', undefined, 600],
    ['image', 'pytorch-2.2', 7200],
    ['test', 'm7i.large', 1200],
    ['replicate', 'eu-west-1', 86_400],
    ['publish', undefined, undefined],
  ])('%s of a build comes from its plan', (name, detail, seconds) => {
    expect(limitOf(build, name, detail)).toBe(seconds);
  });

  test('counts the scripts before the current one, which ran in the same stage', () => {
    expect(limitOf(build, 'provision', 'install')).toBe(4200);
  });

  test('of an operation without a plan is that of operations', () => {
    expect(limitOf({ kind: 'create' }, 'clean', 'search')).toBe(3600);
    expect(limitOf({ kind: 'create' }, 'image', 'my-stack')).toBe(86_400);
    expect(limitOf({ kind: 'test', request: { timeout_seconds: 900 } }, 'test', 'm7i.large')).toBe(1800);
  });

  test('is unknown for an operation that waits for another one, and for a script of unknown length', () => {
    expect(limitOf({ kind: 'create' }, 'clean', 'waiting for op-0mk3f2k1a7x2m9q4c')).toBeUndefined();
    expect(limitOf({ kind: 'create' }, 'clean', 'cleanup')).toBeUndefined();
    expect(limitOf({ kind: 'test' }, 'test', 'm7i.large')).toBeUndefined();
  });
});
