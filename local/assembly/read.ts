import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface TemplateResource {
  Type: string;
  Properties?: Record<string, any>;
  DependsOn?: string | string[];
  Condition?: string;
  [attribute: string]: unknown;
}

export interface Template {
  Resources: Record<string, TemplateResource>;
  Parameters?: Record<string, { Type: string; Default?: unknown }>;
  Mappings?: Record<string, any>;
  Conditions?: Record<string, unknown>;
  Outputs?: Record<string, { Value: unknown }>;
}

export interface Stack {
  name: string;
  template: Template;
  /** Where the file or folder of an asset lies, by the object key that the template names (`<hash>.zip`). */
  assets: Map<string, string>;
}

export interface Assembly {
  /** The account that the app was synthesized for; undefined when it is any. */
  accountId?: string;
  region?: string;
  stacks: Stack[];
}

const json = (file: string): any => JSON.parse(readFileSync(file, 'utf8'));
const fault = (message: string): Error => Object.assign(new Error(message), { name: 'InvalidAssembly' });

/** Reads a synthesized CDK app (`cdk.out`). Error `InvalidAssembly` says what is missing. */
export function readAssembly(given: string): Assembly {
  const folder = resolve(given);
  const manifestFile = join(folder, 'manifest.json');
  if (!existsSync(manifestFile)) throw fault(`${folder} holds no synthesized app (no manifest.json): run the synth first.`);
  const artifacts = Object.entries<any>(json(manifestFile).artifacts ?? {});
  const stacks = artifacts.filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack');
  if (artifacts.some(([, artifact]) => artifact.type === 'cdk:cloud-assembly')) throw fault(`${folder} holds a nested assembly (a CDK stage); put the stacks under the app.`);
  const environments = stacks.map(([, artifact]) => /^aws:\/\/([^/]+)\/(.+)$/.exec(artifact.environment ?? ''));
  const known = (index: number): string | undefined => environments.map((match) => match?.[index]).find((value) => value && !value.startsWith('unknown-'));
  return { accountId: known(1), region: known(2), stacks: stacks.map(([id, artifact]) => readStack(folder, id, artifact.properties)) };
}

function readStack(folder: string, id: string, properties: { templateFile: string; stackName?: string }): Stack {
  const assetFile = join(folder, `${id}.assets.json`);
  const assets = new Map<string, string>();
  const files = existsSync(assetFile) ? Object.values<any>(json(assetFile).files ?? {}) : [];
  for (const file of files) {
    for (const destination of Object.values<any>(file.destinations)) assets.set(destination.objectKey, join(folder, file.source.path));
  }
  return { name: properties.stackName ?? id, template: json(join(folder, properties.templateFile)), assets };
}
