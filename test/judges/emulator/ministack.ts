import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const account = '123456789012';
export const region = 'us-east-1';

/** The emulator of AWS that this judge deploys to. */
export interface Emulator {
  url: string;
  /** What commands and clients need to call it. */
  environment: Record<string, string>;
  /** What it has printed. */
  log(): string;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts MiniStack on a free port of loopback, with a state folder of its own. `functions` is put into the environment
 * of the functions. Throws when `MINISTACK` names no command or it does not answer within a minute.
 */
export async function startEmulator(functions: Record<string, string>): Promise<Emulator> {
  const command = process.env.MINISTACK;
  if (!command) throw new Error('set MINISTACK to the command of ministack 1.5.33, installed with cryptography');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  const output = openSync(join(folder, 'log'), 'a');
  const child = spawn(command, [], {
    cwd: folder,
    stdio: ['ignore', output, output],
    env: {
      PATH: `${join(process.execPath, '..')}:${process.env.PATH}`,
      HOME: folder,
      TMPDIR: folder,
      STATE_DIR: join(folder, 'state'),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_ACCOUNT_ID: account,
      LAMBDA_EXECUTOR: 'local',
      LOG_LEVEL: 'WARNING',
      // Or it binds a port on all interfaces.
      IOT_MTLS_ENABLED: '0',
      ...functions,
    },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.once('error', () => undefined);
  const url = `http://127.0.0.1:${port}`;
  const log = (): string => readFileSync(join(folder, 'log'), 'utf8');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.pid !== undefined && child.kill('SIGTERM')) await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 240 && child.exitCode === null && child.pid !== undefined; tries++) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answers) return { url, environment: { ...environmentOf(url), HOME: folder }, log, stop };
    await delay(250);
  }
  const said = log();
  await stop();
  throw new Error(`${command} does not answer on ${url}: ${said}`);
}

const environmentOf = (url: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});
