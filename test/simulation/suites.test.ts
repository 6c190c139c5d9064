import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { assemblyOf } from '../kit/assemblies';

interface Sampled {
  suite: string;
  run: number;
  idle: string[];
  failed: string[];
}

const program = join(__dirname, '..', '..', 'dist', 'simulate.js');

/** Runs the first cases of suites in a process of its own. */
function sample(suites: string, take: number): Sampled[] {
  const words = ['--assembly', assemblyOf('next'), '--suites', suites, '--take', String(take)];
  const { stdout, stderr } = spawnSync(process.execPath, ['--max-semi-space-size=64', program, ...words], {
    encoding: 'utf8',
  });
  try {
    return JSON.parse(stdout) as Sampled[];
  } catch {
    throw new Error(stderr);
  }
}

test('thirty single faults leave nothing behind, lose nothing and end every run', () => {
  const [sampled] = sample('T1', 30);
  expect(sampled).toMatchObject({ run: 30, failed: [] });
  // Where the code no longer makes a call, `npm run simulate -- --explore` finds the new ones.
  expect(sampled?.idle.length).toBeLessThan(10);
});

test('two calls that are answered wrongly lose nothing, and end every run with a name', () => {
  const [sampled] = sample('T14', 2);
  expect(sampled).toMatchObject({ run: 2, failed: [], idle: [] });
});

test('what is left behind and what is lost is found from outside, with the command that shows it again', () => {
  const steps = ['litter', 'plant', 'destroy'].map((act) => ({ actor: 0, do: act }));
  const words = ['--assembly', assemblyOf('next'), '--replay', JSON.stringify({ steps })];
  const { status, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/I1: instance i-[0-9a-f]{17} us-east-1/);
  expect(stderr).toMatch(/I3: ami-[0-9a-f]{17} was made by hand and is gone/);
});
