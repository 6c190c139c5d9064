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
  /** Undefined when it is any: the stack is run in the home account. */
  account?: string;
  /** Undefined when it is any: the stack is run in the home region. */
  region?: string;
  template: Template;
  /** Where the file or folder of an asset lies, by the object key that the template names (`<hash>.zip`). */
  assets: Map<string, string>;
}

export interface Assembly {
  /** The account of most stacks, which is the home account; undefined when it is any. */
  accountId?: string;
  /** The region of most stacks, which is the home region. */
  region?: string;
  stacks: Stack[];
}

const json = (file: string): any => JSON.parse(readFileSync(file, 'utf8'));
const fault = (message: string): Error => Object.assign(new Error(message), { name: 'InvalidAssembly' });

/** Reads a synthesized CDK app (`cdk.out`). Throws InvalidAssembly, which says what is missing. */
export function readAssembly(given: string): Assembly {
  const folder = resolve(given);
  const manifestFile = join(folder, 'manifest.json');
  if (!existsSync(manifestFile))
    throw fault(`${folder} contains no synthesized app (no manifest.json). Run the synth first.`);
  const artifacts = Object.entries<any>(json(manifestFile).artifacts ?? {});
  const stacks = artifacts.filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack');
  if (artifacts.some(([, artifact]) => artifact.type === 'cdk:cloud-assembly'))
    throw fault(`${folder} contains a nested assembly (a CDK stage). Put the stacks directly under the app.`);
  const mostOf = (index: 1 | 2): string | undefined =>
    mostFrequent(stacks.map(([, artifact]) => environmentOf(artifact, index)));
  return {
    accountId: mostOf(1),
    region: mostOf(2),
    stacks: stacks.map(([id, artifact]) => readStack(folder, id, artifact)),
  };
}

function mostFrequent(values: readonly (string | undefined)[]): string | undefined {
  const times = (value: string | undefined): number => values.filter((each) => each === value).length;
  // Sorting would put undefined last, however many there are.
  return values.reduce((best, value) => (times(value) > times(best) ? value : best), values[0]);
}

/** Account (1) or region (2) that a stack was synthesized for. */
function environmentOf(artifact: { environment?: string }, index: 1 | 2): string | undefined {
  const value = /^aws:\/\/([^/]+)\/(.+)$/.exec(artifact.environment ?? '')?.[index];
  return value?.startsWith('unknown-') ? undefined : value;
}

function readStack(
  folder: string,
  id: string,
  artifact: { environment?: string; properties: { templateFile: string; stackName?: string } },
): Stack {
  const { properties } = artifact;
  const assetFile = join(folder, `${id}.assets.json`);
  const assets = new Map<string, string>();
  const files = existsSync(assetFile) ? Object.values<any>(json(assetFile).files ?? {}) : [];
  for (const file of files) {
    for (const destination of Object.values<any>(file.destinations))
      assets.set(destination.objectKey, join(folder, file.source.path));
  }
  return {
    name: properties.stackName ?? id,
    account: environmentOf(artifact, 1),
    region: environmentOf(artifact, 2),
    template: json(join(folder, properties.templateFile)),
    assets,
  };
}
