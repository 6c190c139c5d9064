import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulation } from './bench/simulation';
import { synthesize } from './bench/synthesis';
import { Session } from './pictures/session';
import type { Span } from './pictures/screen';
import { svgOf } from './pictures/svg';

const project = join(__dirname, '..');
const hour = 3_600_000;

/** Draws what a terminal shows, from runs of local mode, into docs/pictures: `npm run docs:pictures`. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'spawn-pictures-'));
  cpSync(join(project, 'examples'), join(folder, 'examples'), { recursive: true });
  const session = new Session(await simulation(synthesize(project), 1), folder);
  const recipe = join(folder, 'examples', 'pytorch-cpu', 'recipe.yaml');
  const change = (file: string, from: string, to: string): void => {
    const text = readFileSync(file, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} does not contain '${from}'`);
    writeFileSync(file, text.replaceAll(from, to));
  };

  const build = await session.show('spawn build examples/pytorch-cpu/recipe.yaml --wait');
  draw('build', 'A build that succeeds', build);

  await session.wait(2 * hour);
  change(recipe, 'version: 2.2.0', 'version: 2.2.1');
  await session.prepare('spawn build examples/pytorch-cpu/recipe.yaml --wait');
  await session.wait(hour);
  await session.prepare('spawn build examples/genomics/recipe.yaml --wait');
  await session.wait(hour);
  draw('list-amis', 'The images of one region', await session.show('spawn list-amis'));

  draw(
    'overview',
    'Images, a launch by stack and version, and builds',
    await session.show(
      'spawn list-amis --stack pytorch --latest --region all',
      'spawn launch demo --instance-type m7i.large \\\n    --ami-stack pytorch --ami-version "2.x" --ttl 2h',
      'spawn builds list',
    ),
  );

  change(recipe, 'version: 2.2.1', 'version: 2.3.0');
  change(
    join(folder, 'examples', 'pytorch-cpu', 'validate.sh'),
    "echo 'All tests passed!'",
    "echo 'CUDA is not available' >&2; exit 1",
  );
  const failed = await session.show('spawn build examples/pytorch-cpu/recipe.yaml --wait');
  draw('failed-build', 'A build whose test fails', failed);

  await session.prepare('spawn stack set pytorch --minimum-age 0d');
  draw(
    'cleanup-plan',
    'The plan of a cleanup: what goes, what stays, and why',
    await session.show('spawn cleanup-amis --stack pytorch --keep-latest 1 --dry-run --all'),
  );
}

function draw(name: string, title: string, lines: readonly Span[][]): void {
  const folder = join(project, 'docs', 'pictures');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), svgOf(title, lines));
  process.stdout.write(`wrote docs/pictures/${name}.svg (${lines.length} lines)\n`);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
