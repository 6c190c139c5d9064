import { Validations } from 'aws-cdk-lib';
import { solutionsChecks } from './checks';
import { readSettings } from './settings';
import { spawnApp } from './spawn-app';

/**
 * Synthesizes the stage of SPAWN_STAGE (`dev` otherwise) into `cdk.out`, or where the CDK command says. Only under the CDK
 * command, that is before a deployment, CloudFormation's own validation runs too: it takes seconds.
 */
function main(): void {
  const root = process.cwd();
  const app = spawnApp(readSettings(root, process.env), root, {
    outdir: process.env.CDK_OUTDIR ?? 'cdk.out',
    builtinCloudFormationValidation: process.env.CDK_OUTDIR !== undefined,
  });
  Validations.of(app).addPlugins(solutionsChecks(app));
  app.synth();
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exitCode = 1;
}
