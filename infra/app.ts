import { Validations } from 'aws-cdk-lib';
import { solutionsChecks } from './checks';
import { readSettings } from './setting/settings';
import { spawnApp } from './spawn-app';

/** Synthesizes the stage of SPAWN_STAGE (default `dev`) into `cdk.out` or the CDK command's output folder. */
function main(): void {
  const root = process.cwd();
  const app = spawnApp(readSettings(root, process.env), root, {
    outdir: process.env.CDK_OUTDIR ?? 'cdk.out',
    // Doubles the time of a synthesis; the tests run it.
    builtinCloudFormationValidation: false,
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
