import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The interpreter may be chosen, for a virtual environment with moto. */
const PYTHON = process.env.MOTO_PYTHON ?? 'python3';
const IMPORTS = 'import moto.stepfunctions.parser.asl.component.common.retry.retrier_decl, antlr4, jsonpath_ng, boto3';

/** Throws unless there is a Python that has moto. */
export function requireMoto(): void {
  const { status, stderr, error } = spawnSync(PYTHON, ['-c', IMPORTS], { encoding: 'utf8', timeout: 60_000 });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(
    `${PYTHON} cannot load moto (${reason}): pip install 'moto[stepfunctions]==5.2.5', and name that Python in MOTO_PYTHON`,
  );
}

/** Runs a script of this folder on a file with this JSON, and returns the JSON that it prints. */
export async function runPython(
  script: string,
  input: unknown,
  more: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'moto-'));
  try {
    const file = join(folder, 'input.json');
    writeFileSync(file, JSON.stringify(input));
    const env = { PATH: process.env.PATH, HOME: folder, ...more.env };
    const child = spawn(PYTHON, [join(__dirname, script), file, ...(more.args ?? [])], { env });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
    const status = await new Promise((done, fail) => child.on('close', done).on('error', fail));
    if (status !== 0) throw new Error(`${script} failed: ${said.stderr}`);
    return JSON.parse(said.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
