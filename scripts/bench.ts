import { join } from 'node:path';
import { callFigures, machineFigures, overheadFigures, replicationFigures } from './bench/builds';
import { catalogFigures } from './bench/catalog';
import { report, table, type Figure } from './bench/report';
import { buildSpeed, bundleFigures, startFigures } from './bench/speed';
import { copyRegions, synthesize } from './bench/synthesis';

const project = join(__dirname, '..');

/** Measures what the design promises: a report in JSON on standard output, a table on standard error. */
async function main(): Promise<void> {
  const assembly = synthesize(project);
  const wanted = new RegExp(process.argv[2] ?? '');
  const parts: Record<string, () => Promise<Figure[]>> = {
    calls: () => callFigures(assembly),
    machines: () => machineFigures(assembly),
    overhead: () => overheadFigures(project, assembly),
    replication: () => replicationFigures(project, assembly, copyRegions),
    speed: async () => [
      ...(await buildSpeed(project, assembly, [])),
      ...(await buildSpeed(project, assembly, copyRegions.slice(0, 2))),
    ],
    catalog: () => catalogFigures(assembly),
    bundles: () => bundleFigures(project),
    starts: () => startFigures(project, assembly),
  };
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(parts).filter(([part]) => wanted.test(part))) {
    process.stderr.write(`measuring ${name} …\n`);
    figures.push(...(await measure()));
  }
  const result = report(figures);
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  process.stderr.write(`\n${table(result)}`);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.name}: ${error.message}\n${error.stack ?? ''}\n`);
    process.exit(1);
  },
);
