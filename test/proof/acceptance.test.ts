import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { reportSchema, type Report } from '../../scripts/accept/report/form';

const root = resolve(__dirname, '..', '..');

interface Ended {
  code: number | null;
  said: string;
  report: Report;
}

/** Runs `npm run accept -- --local` on what is built; at this line of it, Ctrl-C is pressed. */
function accept(interruptAt?: string): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'accept-'));
  const words = ['--local', '--builds', '2', '--report', folder];
  const child = spawn(process.execPath, [join(root, 'dist', 'accept.js'), ...words], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let pressed = false;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (interruptAt === undefined || pressed || !said.includes(interruptAt)) return;
      pressed = true;
      child.kill('SIGINT');
    });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      const file = readdirSync(folder).find((name) => name.endsWith('.json'));
      if (file === undefined) return fail(new Error(`no report: ${said}`));
      const report = reportSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      done({ code, said, report });
    });
  });
}

test('the command runs everything against a local mode of its own, over HTTP and the SDK', async () => {
  const { code, said, report } = await accept();
  expect([code, report.against, report.left]).toEqual([0, 'local mode', []]);
  expect(report.steps.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
  expect(report.facts.filter(({ verdict }) => verdict !== 'not asked')).toEqual([]);
  expect(report.facts.filter(({ rehearsal }) => rehearsal === 'confirmed').map(({ id }) => id)).toEqual([
    'create-tags-action-of-snapshots',
    'image-id-filter-hides-deprecated',
    'deregister-pending-read-disabled',
  ]);
  expect(said).toContain('Nothing is left.');
});

test('Ctrl-C removes everything and ends with the code of an interrupt', async () => {
  const { code, said, report } = await accept('builds of the bases …');
  expect([code, report.left]).toEqual([130, []]);
  expect(report.steps.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
    'doctor: done',
    'smoke build: done',
    'builds of the bases: interrupted',
    'copy: not run',
    'nightly run: not run',
    'cleanup: not run',
    'removal: done',
  ]);
  expect(said).toContain('Nothing is left.');
});

describe('against an account', () => {
  /** Answers as the token service of an account, and counts the questions. */
  const identity = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'text/xml');
    response.end(
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
        '<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    );
  });
  let asked = 0;

  beforeAll(() => new Promise<void>((done) => void identity.listen(0, '127.0.0.1', done)));
  afterAll(() => identity.close());

  /** Runs the command without a terminal. */
  async function run(words: string[], environment: Record<string, string> = {}) {
    const child = spawn(process.execPath, [join(root, 'dist', 'accept.js'), ...words], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: tmpdir(), AWS_EC2_METADATA_DISABLED: 'true', ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    return new Promise<[code: number | null, said: string]>((done, fail) => {
      child.once('error', fail);
      child.once('close', (code) => done([code, said]));
    });
  }

  const credentials = () => ({
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(identity.address() as AddressInfo).port}`,
  });

  test('without a terminal nothing is asked of AWS unless --yes says so', async () => {
    asked = 0;
    const [code, said] = await run(['--stage', 'try'], credentials());
    expect([code, said, asked]).toEqual([
      2,
      expect.stringContaining('nobody can be asked here: use --yes in scripts'),
      0,
    ]);
  });

  test('without credentials it says how to get them', async () => {
    const [code, said] = await run(['--stage', 'try', '--yes']);
    expect([code, said]).toEqual([1, expect.stringMatching(/^NoCredentials: .*set AWS_PROFILE, or run aws sso login/)]);
  });

  test('a stage that no run has deployed to this account is not removed', async () => {
    const [code, said] = await run(['--stage', 'prod', '--remove', '--yes'], credentials());
    expect([code, said]).toEqual([
      2,
      expect.stringContaining('no run of this project has deployed prod to us-east-1 in account 111122223333'),
    ]);
  });
});
