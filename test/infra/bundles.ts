import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { functionNames, functions } from '../../infra/function/table';
import { slimSdk } from '../../scripts/slim-sdk.cjs';
import { keptResults } from './kept';
import { project } from './synthesis';

export interface Bundle {
  /** The SDK's commands in it, such as `ec2:RunInstances`, the service named as IAM names it. */
  commands: string[];
  /** Properties of the environment that it reads. */
  reads: string[];
}

const services: Record<string, string> = {
  'auto-scaling': 'autoscaling',
  sfn: 'states',
  eventbridge: 'events',
  'cloudwatch-logs': 'logs',
  'secrets-manager': 'secretsmanager',
  'service-quotas': 'servicequotas',
};

/** Commands that no client of the SDK brings. */
const ownCommands: Record<string, string> = {
  'aws/image/scan-sbom.ts': 'inspector-scan:ScanSbom',
  'aws/account/retention-rules.ts': 'rbin:ListRules',
};

function commandsIn(inputs: Record<string, { bytesInOutput: number }>): string[] {
  const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return used.flatMap(([input]) => {
    if (ownCommands[input]) return [ownCommands[input]];
    const [, client, command] = /@aws-sdk\/client-([\w-]+)\/dist-es\/commands\/(\w+)Command\.js$/.exec(input) ?? [];
    return client ? [`${services[client] ?? client}:${command}`] : [];
  });
}

function readsIn(text: string): string[] {
  const direct = [...text.matchAll(/environment\(\)\.(\w+)/g)].map((match) => match[1] ?? '');
  const taken = [...text.matchAll(/\{([^{}]*)\} = environment\(\)/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((part) => part.split(':')[0]?.trim() ?? ''),
  );
  const held = [...text.matchAll(/(\w+) = environment\(\);/g)].flatMap((match) =>
    [...text.matchAll(new RegExp(`\\b${match[1]}\\.(\\w+)`, 'g'))].map((use) => use[1] ?? ''),
  );
  return [...new Set([...direct, ...taken, ...held])];
}

/** Every function as it would be bundled: what its handler does not reach, esbuild leaves out. */
export async function bundles(): Promise<Record<string, Bundle>> {
  const sources = ['core', 'aws', 'usecases', 'lambdas', 'infra', 'scripts', 'test/infra'];
  const kept = keptResults('bundles', sources, 'all functions');
  if (!kept.isThere) {
    await bundleInto(kept.unfinished);
    kept.finish();
  }
  return JSON.parse(readFileSync(path.join(kept.folder, 'bundles.json'), 'utf8')) as Record<string, Bundle>;
}

async function bundleInto(outdir: string): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: Object.fromEntries(
      functionNames.map((name) => [name, `lambdas/${functions[name].folder}/${name}.ts`]),
    ),
    outdir,
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    treeShaking: true,
    mainFields: ['module', 'main'],
    loader: { '.py': 'text', '.sh': 'text' },
    plugins: [slimSdk],
    logLevel: 'silent',
  });
  const found = Object.fromEntries(
    Object.entries(metafile.outputs).map(([file, { inputs }]) => {
      const name = path.basename(file, '.js');
      return [
        name,
        { commands: commandsIn(inputs), reads: readsIn(readFileSync(path.join(outdir, `${name}.js`), 'utf8')) },
      ];
    }),
  );
  writeFileSync(path.join(outdir, 'bundles.json'), JSON.stringify(found));
}
