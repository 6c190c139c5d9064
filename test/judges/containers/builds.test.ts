import { command, recipeFile, startLocalMode } from './local-mode';
import { inEngine, machineWords, makeBase } from './engine';
import {
  failingTest,
  notebooks,
  pipelineRunner,
  recipe,
  service,
  slow,
  strangeInterpreter,
  webServer,
  withResidue,
} from './recipes';

jest.setTimeout(15 * 60_000);

const build = (text: string) => command('build', recipeFile(text), '--wait', '--yes');
const running = () => inEngine().filter((line) => line.includes(' Up '));

/** Waits until no container runs any more: instances take a moment to end. */
async function quiet(): Promise<string[]> {
  await forAtMostAMinute(() => running().length === 0);
  return running();
}

async function forAtMostAMinute(ready: () => boolean): Promise<void> {
  for (let tries = 0; tries < 60 && !ready(); tries += 1) await new Promise((done) => setTimeout(done, 1000));
}

/** Returns the name of a container or an image of the engine. */
const nameOf = (line: string): string => line.split(' ')[0]!;

const stages = ['launch', 'provision', 'clean', 'stop', 'image', 'test'];

/** Cancels a build of its own stack as soon as it is in a stage or past it. Returns the stage in which it ended. */
async function cancelledIn(wanted: string): Promise<string> {
  const text = recipe({ stack: `cancelled-${wanted}`, install: 'sleep 10', test: 'sleep 120' });
  const { build_id: id } = read(await command('build', recipeFile(text), '--yes', '-o', 'json'));
  const shown = async () => read(await command('builds', 'show', id, '-o', 'json'));
  for (;;) {
    const now = (await shown()).stages.find(({ status }) => status === 'running');
    if (now && stages.indexOf(now.name) >= stages.indexOf(wanted)) break;
  }
  expect((await command('builds', 'cancel', id, '--yes')).code).toBe(0);
  for (;;) {
    const { status, failure } = await shown();
    if (status !== 'running') return `${failure?.name} ${failure?.stage}`.replace('BuildCancelled ', '');
  }
}

interface Shown {
  build_id: string;
  status: string;
  stages: { name: string; status: string }[];
  failure?: { name: string; stage?: string };
}

const read = ({ out }: { out: string }): Shown => JSON.parse(out) as Shown;

describe('instances that are containers', () => {
  let local: Awaited<ReturnType<typeof startLocalMode>>;
  beforeAll(async () => {
    makeBase();
    local = await startLocalMode(machineWords);
  });
  afterAll(() => local.stop());

  test('build, reboot, clean, image and test a service as a machine does', async () => {
    const { code, err } = await build(service);
    expect([code, err]).toEqual([0, expect.stringContaining('✓ publish')]);
    expect(await quiet()).toEqual([]);
  });

  test('show the residue of a careless recipe, as it lies on a real file system', async () => {
    const { code, err } = await build(withResidue);
    expect(code).not.toBe(0);
    for (const found of ['ResidueFound', '/opt/credentials:2', '/home/build/.ssh/deploy']) expect(err).toContain(found);
    expect(await quiet()).toEqual([]);
  });

  test('fail a test that does not hold, and build again beside another build', async () => {
    const [failed, other] = await Promise.all([
      build(failingTest),
      build(
        recipe({
          stack: 'beside',
          base: 'debian-12',
          install: 'echo beside >/opt/beside',
          test: 'test -s /opt/beside',
        }),
      ),
    ]);
    expect([failed.code === 0, other.code]).toEqual([false, 0]);
    expect(failed.err).toContain('TestFailed');
    expect(await quiet()).toEqual([]);
  });

  test('end scripts that people use as a machine would', async () => {
    const [runner, jupyter] = await Promise.all([build(pipelineRunner), build(notebooks)]);
    expect([runner, jupyter].map(({ code, err }) => (code === 0 ? 0 : err))).toEqual([0, 0]);
    const [careless, careful, strange] = [
      await build(webServer(false)),
      await build(webServer(true)),
      await build(strangeInterpreter),
    ];
    expect(careless.err).toMatch(/ResidueFound .*\/etc\/ssl\/private\/ssl-cert-snakeoil\.key/);
    expect(careful.code === 0 ? 0 : careful.err).toBe(0);
    expect(strange.err).toMatch(/ScriptFailed .*127/);
  });

  test('are gone after a build is cancelled in the middle of its script', async () => {
    const started = await command('build', recipeFile(slow), '--yes', '-o', 'json');
    const { build_id: id } = JSON.parse(started.out) as { build_id: string };
    for (;;) {
      const { out } = await command('builds', 'logs', id);
      if (out.includes('started')) break;
    }
    expect(running()).toHaveLength(1);
    expect((await command('builds', 'cancel', id, '--yes')).code).toBe(0);
    expect(await quiet()).toEqual([]);
  });

  test('leave nothing in the engine, at whichever stage a build is cancelled', async () => {
    const before = inEngine().map(nameOf);
    const cancelled = await Promise.all(stages.map(cancelledIn));
    // A stage that is over in a moment may be missed: the build is cancelled in the next.
    for (const [index, stage] of cancelled.entries()) expect(stages.indexOf(stage)).toBeGreaterThanOrEqual(index);
    // The image of a base stays for the next instance.
    const left = (): string[] => inEngine().filter((line) => !before.includes(nameOf(line)) && !line.endsWith(':base'));
    await forAtMostAMinute(() => left().length === 0);
    expect(left()).toEqual([]);
  });

  test('leave nothing in the engine when local mode ends', async () => {
    expect(inEngine()).not.toEqual([]);
    expect((await local.stop()).code).toBe(0);
    expect(inEngine()).toEqual([]);
  });

  test('of a local mode that was killed are removed by the next', async () => {
    await local.stop();
    local = await startLocalMode(machineWords);
    await command('build', recipeFile(slow), '--yes');
    while (running().length === 0) await new Promise((done) => setTimeout(done, 500));
    const died = new Promise((done) => local.process.once('close', done));
    local.process.kill('SIGKILL');
    await died;
    expect(inEngine()).not.toEqual([]);
    local = await startLocalMode(machineWords);
    expect(inEngine()).toEqual([]);
  });
});
