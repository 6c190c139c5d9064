import { existsSync, readFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { project } from './sources';

const text = z.string().min(1);
const environment = z.record(z.string().regex(/^[A-Z_]+$/), z.union([z.string(), z.number()]));
const permissions = z.partialRecord(z.enum(['contents', 'id-token']), z.enum(['read', 'write']));

const step = z
  .strictObject({
    name: text.optional(),
    id: z
      .string()
      .regex(/^[a-z-]+$/)
      .optional(),
    if: text.optional(),
    uses: z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+@v\d+(\.\d+\.\d+)?$/)
      .optional(),
    with: z.record(text, z.unknown()).optional(),
    run: text.optional(),
    shell: z.literal('bash').optional(),
    env: environment.optional(),
  })
  .refine(({ uses, run }) => (uses === undefined) !== (run === undefined), 'a step has either uses or run');

const job = z.strictObject({
  'runs-on': z.enum(['ubuntu-latest', 'ubuntu-24.04']),
  needs: text.optional(),
  container: text.optional(),
  'timeout-minutes': z.number().optional(),
  strategy: z.strictObject({ 'fail-fast': z.boolean(), matrix: z.record(text, z.array(text)) }).optional(),
  permissions: permissions.optional(),
  env: environment.optional(),
  steps: z.array(step).min(1),
});

const workflow = z.strictObject({
  name: text,
  on: z.strictObject({
    push: z.strictObject({
      branches: z.array(text).optional(),
      tags: z.array(text).optional(),
      paths: z.array(text).optional(),
    }),
    pull_request: z.null().optional(),
  }),
  permissions,
  concurrency: z.strictObject({ group: text, 'cancel-in-progress': z.boolean() }).optional(),
  jobs: z.record(text, job),
});

const action = z.strictObject({
  name: text,
  description: text,
  inputs: z.record(z.string().regex(/^[a-z-]+$/), z.strictObject({ description: text, default: z.string() })),
  outputs: z.record(z.string().regex(/^[a-z-]+$/), z.strictObject({ description: text, value: text })),
  runs: z.strictObject({ using: z.literal('composite'), steps: z.array(step) }),
});

const read = (file: string): string => readFileSync(path.join(project, file), 'utf8');
const workflows = ['.github/workflows', 'examples/ci'].flatMap((folder) =>
  readdirSync(path.join(project, folder))
    .filter((file) => file.endsWith('.yml'))
    .map((file) => `${folder}/${file}`),
);
const ours = action.parse(parse(read('action.yml')));
const parsed = workflows.map((file) => ({ file, ...workflow.parse(parse(read(file))) }));
const jobs = parsed.flatMap(({ file, jobs: all }) =>
  Object.entries(all).map(([name, each]) => ({ file, name, ...each, all })),
);
const everyStepList = [
  { file: 'action.yml', steps: ours.runs.steps },
  ...jobs.map(({ file, steps }) => ({ file, steps })),
];

test('every workflow grants its token no more than it names, and every job of the project has a time limit', () => {
  expect(parsed.map(({ permissions: granted }) => granted.contents)).toEqual(parsed.map(() => 'read'));
  const own = jobs.filter(({ file }) => file.startsWith('.github/'));
  expect(own.filter((each) => each['timeout-minutes'] === undefined)).toEqual([]);
});

test('a job needs only jobs of its workflow', () => {
  expect(jobs.filter(({ needs, all }) => needs !== undefined && all[needs] === undefined)).toEqual([]);
});

test('no expression stands in the text of a script: an input could be a command', () => {
  const inText = everyStepList.flatMap(({ file, steps }) =>
    steps.filter(({ run }) => run?.includes('${{')).map(({ run }) => `${file}: ${run}`),
  );
  expect(inText).toEqual([]);
});

test('an output of a step is read from a step that has the name', () => {
  for (const { file, steps } of everyStepList) {
    const read = [...JSON.stringify(steps).matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)];
    const ids = steps.flatMap(({ id }) => id ?? []);
    expect([file, read.filter(([, id = '']) => !ids.includes(id))]).toEqual([file, []]);
  }
});

test('every file that a workflow or the action runs exists', () => {
  const named = everyStepList
    .filter(({ file }) => !file.startsWith('examples/'))
    .flatMap(({ steps }) => steps.flatMap(({ run = '' }) => run.match(/[\w./]*(?:scripts|\.ci)\/[\w./-]+/g) ?? []));
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((file) => !existsSync(path.join(project, file.replace('GITHUB_ACTION_PATH/', ''))))).toEqual([]);
});

test('the action passes every input to its script, and its outputs are those that the script writes', () => {
  const script = read('scripts/action/build.mjs');
  const [install, build] = ours.runs.steps;
  expect([install?.id, build?.id]).toEqual([undefined, 'build']);
  for (const name of Object.keys(ours.inputs)) {
    const variable = `INPUT_${name.toUpperCase().replaceAll('-', '_')}`;
    expect(build?.env?.[variable]).toBe(`\${{ inputs.${name} }}`);
    expect(script).toContain(`'${variable.replace('INPUT_', '')}'`);
  }
  expect(Object.keys(build?.env ?? {})).toHaveLength(Object.keys(ours.inputs).length);
  for (const [name, { value }] of Object.entries(ours.outputs)) {
    expect(value).toBe(`\${{ steps.build.outputs.${name} }}`);
    expect(script).toContain(`'${name}':`);
  }
});

test('the examples use the action with inputs and outputs that it has', () => {
  const uses = jobs.flatMap(({ file, steps }) =>
    steps.filter((each) => each.uses?.includes('/spawn-ami@')).map((each) => ({ file, ...each, steps })),
  );
  expect(new Set(uses.map(({ file }) => file))).toEqual(
    new Set(workflows.filter((file) => file.startsWith('examples/'))),
  );
  for (const { with: given = {}, id, steps } of uses) {
    expect(Object.keys(given).filter((name) => ours.inputs[name] === undefined)).toEqual([]);
    const outputs = [...JSON.stringify(steps).matchAll(new RegExp(`steps\\.${id}\\.outputs\\.([\\w-]+)`, 'g'))];
    expect(outputs.filter(([, name = '']) => ours.outputs[name] === undefined)).toEqual([]);
  }
});
