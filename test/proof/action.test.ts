import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { provisioned, smallRecipe } from '../kit/small-recipe';
import { Project } from '../kit/start-once';

const script = resolve(__dirname, '..', '..', 'scripts', 'action', 'build.mjs');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spawn-action-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the step of the action as a runner does; returns its outputs. */
function runStep(inputs: Record<string, string>, directory = folder) {
  const file = join(folder, 'output');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: folder, GITHUB_OUTPUT: file, INPUT_WAIT: 'true', ...inputs },
    encoding: 'utf8',
  });
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const outputs = Object.fromEntries(lines.map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]));
  return { code: status, out: stdout, err: stderr, outputs };
}

test('the step builds a recipe and writes the build, the image and its copies by region', async () => {
  const project = new Project();
  writeFileSync(join(project.folder, 'recipe.yaml'), smallRecipe());
  writeFileSync(join(project.folder, 'failing.yaml'), smallRecipe({ version: '1.0.1', ...provisioned('exit 3') }));
  const stop = await project.serve();
  try {
    const inputs = { INPUT_RECIPE: 'recipe.yaml', INPUT_REGIONS: 'eu-west-1,\nus-west-2' };
    const built = runStep(inputs, project.folder);
    expect({ code: built.code, err: built.code === 0 ? '' : built.err }).toEqual({ code: 0, err: '' });
    expect(built.outputs['build-id']).toMatch(/^bld-/);
    expect(JSON.parse(built.outputs['ami-ids']!)).toEqual({
      'us-east-1': built.outputs['ami-id'],
      'eu-west-1': expect.stringMatching(/^ami-/),
      'us-west-2': expect.stringMatching(/^ami-/),
    });
    // The same recipe again joins the published image.
    expect(runStep({ ...inputs, INPUT_WAIT: 'false' }, project.folder).outputs).toEqual(built.outputs);
    const failed = runStep({ INPUT_RECIPE: 'failing.yaml' }, project.folder);
    expect([failed.code, failed.err]).toEqual([1, expect.stringContaining('failed: ')]);
    expect(failed.outputs).toEqual({ 'build-id': expect.stringMatching(/^bld-/), 'ami-id': '', 'ami-ids': '{}' });
  } finally {
    stop();
    rmSync(project.folder, { recursive: true });
  }
});

test('the step refuses inputs that are missing or wrong, names the input, and writes no output', () => {
  expect(runStep({})).toMatchObject({ code: 2, out: expect.stringMatching(/^::error::the input recipe is missing/) });
  expect(runStep({ INPUT_RECIPE: 'recipe.yaml', INPUT_WAIT: 'yes' })).toMatchObject({
    code: 2,
    out: "::error::the input wait is 'yes': set it to true or false\n",
  });
  const missing = runStep({ INPUT_RECIPE: '--help' });
  expect([missing.code, missing.outputs]).toEqual([2, {}]);
  expect(missing.err).toContain("cannot read the recipe '--help'");
});
