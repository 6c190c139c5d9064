import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { functionNames } from '../../infra/function/table';
import { parseSettings, type Settings } from '../../infra/setting/settings';
import type * as SpawnAppModule from '../../infra/spawn-app';
import { keptResults } from './kept';

export const project = path.resolve(__dirname, '../..');

export interface Resource {
  Type: string;
  Properties: Record<string, any>;
  DependsOn?: string | string[];
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

export interface Stack {
  name: string;
  text: string;
  resources: Record<string, Resource>;
}

/** Settings of a stage for tests, with some of them changed. */
export function settingsOf(changes: Record<string, unknown> = {}): Settings {
  return parseSettings({ stage: 'dev', home_region: 'us-east-1', regions: ['us-west-2'], ...changes }, 'test');
}

/** A folder that looks like the built project: real definitions, and bundles of one line each. */
export function builtProject(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'spawn-infra-'));
  cpSync(path.join(project, 'statemachines'), path.join(root, 'statemachines'), { recursive: true });
  for (const name of functionNames) {
    const folder = path.join(root, 'dist', 'functions', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'index.js'), 'exports.handler = async () => undefined;\n');
  }
  return root;
}

/** The synthesized stacks, in the order of their names; of a given project, synthesized anew. */
export function synthesize(settings: Settings = settingsOf(), root?: string): Stack[] {
  if (root) return stacksIn(synthesizeInto(path.join(root, 'cdk.out'), settings, root));
  const sources = ['core', 'infra', 'statemachines', 'test/infra'];
  const kept = keptResults('templates', sources, settings);
  if (!kept.isThere) {
    synthesizeInto(kept.unfinished, settings, builtProject());
    kept.finish();
  }
  return stacksIn(kept.folder);
}

function synthesizeInto(outdir: string, settings: Settings, root: string): string {
  // Loaded only when something is synthesized: it brings the constructs of all AWS services.
  const { spawnApp } = jest.requireActual<typeof SpawnAppModule>('../../infra/spawn-app');
  spawnApp(settings, root, { outdir, builtinCloudFormationValidation: false }).synth();
  return outdir;
}

function stacksIn(folder: string): Stack[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.template.json'));
  return files.sort().map((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    return { name: file.replace('.template.json', ''), text, resources: JSON.parse(text).Resources };
  });
}

/** All resources of a type, with their stack's and their own name. */
export function ofType(
  stacks: Stack[],
  type: string,
): { stack: Stack; id: string; properties: Record<string, any>; resource: Resource }[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ stack, id, properties: resource.Properties, resource })),
  );
}

/** A value of a template as plain text: joins joined, references by the name of what they refer to. */
export function plain(value: unknown): any {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const [entry] = Object.entries(value);
  if (entry?.[0] === 'Ref') return `<${entry[1]}>`;
  if (entry?.[0] === 'Fn::GetAtt') return `<${(entry[1] as string[]).join('.')}>`;
  if (entry?.[0] === 'Fn::Join') return (entry[1] as [string, unknown[]])[1].map(plain).join((entry[1] as [string])[0]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
