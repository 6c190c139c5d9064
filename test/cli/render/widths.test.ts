import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { spawn } from '../kit/spawn';
import { wideAnswers } from '../kit/wide-answers';

const cli = join(__dirname, '..', '..', '..', 'cli');

const configuration = mkdtempSync(join(tmpdir(), 'spawn-widths-'));
beforeAll(() => {
  const prod = { endpoint: 'https://abcdefghij.execute-api.us-east-1.amazonaws.com/', region: 'us-east-1' };
  mkdirSync(join(configuration, 'spawn'));
  writeFileSync(join(configuration, 'spawn', 'contexts.json'), JSON.stringify({ contexts: { 製品: prod, prod } }));
});
afterAll(() => rmSync(configuration, { recursive: true }));

/** Every command that prints a table, by the file of the table, with the heading it starts with. */
const tables: readonly [file: string, command: string, heading: string][] = [
  ['render/images.ts', 'list-amis --account all --region all', 'NAME'],
  ['render/images.ts', 'list-amis --wide --region all', 'NAME'],
  ['render/instances.ts', 'list --region all --all', 'NAME'],
  ['render/runs.ts', 'builds list', 'BUILD'],
  ['render/stacks.ts', 'stack list', 'STACK'],
  ['render/cleanups.ts', 'ami cleanups', 'CLEANUP'],
  ['render/cleanups.ts', 'cleanup-amis --dry-run --all', 'PLAN'],
  ['render/costs.ts', 'ami cost', 'NAME'],
  ['render/candidates.ts', 'resolve pytorch --explain', 'AMI ID'],
  ['render/channels.ts', 'ami channels', 'CHANNEL'],
  ['render/channels.ts', 'ami channels --stack pytorch --channel stable --history', 'WHEN'],
  ['render/debts.ts', 'debts', 'WHAT'],
  ['render/findings.ts', 'doctor', 'CHECK'],
  ['render/history.ts', 'history', 'WHEN'],
  ['render/nights.ts', 'nightly list', 'NIGHT'],
  ['render/registered.ts', 'ami reference list', 'NAME'],
  ['render/shares.ts', 'ami shares ami-0abc1230abc1230ab', 'REGION'],
  ['render/snapshots.ts', 'ami snapshots ami-0abc1230abc1230ab', 'SNAPSHOT'],
  ['render/usage.ts', 'ami usage ami-0abc1230abc1230ab', 'USED BY'],
  ['commands/image/tag-many.ts', 'tag-ami --filter-name x --dry-run', 'NAME'],
  ['commands/image/list-packages.ts', 'ami packages ami-0abc1230abc1230ab', 'NAME'],
  ['commands/image/list-descendants.ts', 'ami descendants ami-0abc1230abc1230ab', 'NAME'],
  ['commands/allowed/render.ts', 'ami allowed', 'REGION'],
  ['commands/health/check.ts', 'ami health', 'NAME'],
  ['commands/context/list.ts', 'contexts list', 'NAME'],
  ['workflow/dry-run.ts', 'deprecate-ami ami-0abc1230abc1230ab --dry-run', 'OWNER'],
  ['commands/notification/test.ts', 'notifications test', 'TARGET'],
];

describe.each([60, 80, 120])('on a terminal of %d columns', (width) => {
  test.each(tables)(
    'the table of %s is not wider, even with wide characters: spawn %s',
    async (_, command, heading) => {
      const { out, err } = await spawn(command.split(' '), {
        answer: wideAnswers,
        width,
        environment: { NO_COLOR: '1', XDG_CONFIG_HOME: configuration },
      });
      const lines = out.split('\n');
      const first = lines.findIndex((line) => line.startsWith(heading));
      expect([first < 0 ? out + err : '', first]).toEqual(['', expect.any(Number)]);
      const table = lines.slice(first, lines.indexOf('', first));
      expect(table.length).toBeGreaterThan(1);
      for (const line of table) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    },
  );
});

/** Commands that print facts, a label and a text in each line. */
const facts = [
  'builds show bld-1',
  'ami show ami-0abc1230abc1230ab',
  'stack show pytorch',
  'verify ami-0abc1230abc1230ab',
];

describe.each([60, 80, 120])('on a terminal of %d columns', (width) => {
  test.each(facts)('facts are broken at its width, below where they begin: spawn %s', async (command) => {
    const { out } = await spawn(command.split(' '), { answer: wideAnswers, width, environment: { NO_COLOR: '1' } });
    const lines = out.split('\n');
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });
});

test('a program gets facts in one line each', async () => {
  const { out } = await spawn(['stack', 'show', 'pytorch'], { answer: wideAnswers });
  expect(out).toMatch(/^  removes +images deprecated and older than .*, .* after the plan.*$/m);
});

test('every file that renders a table is tested at these widths', () => {
  const files = readdirSync(cli, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.ts') &&
      readFileSync(join(cli, file), 'utf8').includes('renderTable(') &&
      !file.includes('layout'),
  );
  expect([...new Set(tables.map(([file]) => file))].sort()).toEqual(files.sort());
});
