import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { Project } from '../../kit/start-once';
import { OpenPage } from './open-page';
import { shots } from './shots';

// Nothing but loopback has a name in this browser.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** How a page is opened. */
export interface View {
  width?: number;
  dark?: boolean;
  readOnly?: boolean;
}

/** A local mode, the consoles that show it, and a browser. */
export class ConsoleCheck {
  private readonly project = new Project();
  private readonly consoles: ChildProcess[] = [];
  private stopLocal = (): void => {};
  private browser?: Browser;
  private readonly addresses = { writable: '', readOnly: '' };

  /** Starts local mode at 600 times real time, builds the image of an example, and serves two consoles. */
  static async start(): Promise<ConsoleCheck> {
    const check = new ConsoleCheck();
    const executablePath = requireChromium();
    rmSync(shots, { recursive: true, force: true });
    mkdirSync(shots, { recursive: true });
    try {
      check.stopLocal = await check.project.serve('--speed', '600');
      check.spawn('build', 'examples/pytorch-cpu/recipe.yaml', '--wait');
      check.addresses.writable = await check.serve();
      check.addresses.readOnly = await check.serve('--read-only');
      check.browser = await chromium.launch({ executablePath, args: flags });
      return check;
    } catch (error) {
      await check.stop();
      throw error;
    }
  }

  /** Runs a `spawn` command against the local mode and returns what it prints, from JSON. Throws when it fails. */
  spawn(...words: string[]): any {
    const file = join(this.project.folder, 'cli', 'dist', 'spawn.js');
    const options = { cwd: this.project.folder, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...words, '-o', 'json'], options);
    if (status !== 0) throw new Error(`spawn ${words.join(' ')} ended with ${status}: ${stderr}`);
    return stdout === '' ? undefined : JSON.parse(stdout);
  }

  /** Opens an address of the page, such as `#/images`, in a window of its own, as somebody with the printed address. */
  async open(hash: string, { width = 1280, dark = false, readOnly = false }: View = {}): Promise<OpenPage> {
    const context = await this.browser!.newContext({
      viewport: { width, height: width < 600 ? 720 : 900 },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    const address = readOnly ? this.addresses.readOnly : this.addresses.writable;
    const page = new OpenPage(await context.newPage(), new URL(address).origin);
    await page.start(address, hash);
    return page;
  }

  /** Ends everything that was started, and removes its files. */
  async stop(): Promise<void> {
    await this.browser?.close();
    for (const child of this.consoles) child.kill('SIGTERM');
    this.stopLocal();
    rmSync(this.project.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private serve(...words: string[]): Promise<string> {
    const file = join(this.project.folder, 'cli', 'dist', 'spawn.js');
    const child = spawn(process.execPath, [file, 'console', '--no-open', ...words], {
      cwd: this.project.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.consoles.push(child);
    return new Promise((found, fail) => {
      let said = '';
      child.once('close', (code) => fail(new Error(`spawn console ended with ${code}: ${said}`)));
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const address = /^http:\S+\n/m.exec(said)?.[0].trim();
        if (address !== undefined) found(address);
      });
    });
  }
}

/** Returns the program of the browser: CHROMIUM, or `chromium` on the PATH. Throws when it does not run. */
function requireChromium(): string {
  const program = process.env.CHROMIUM || 'chromium';
  const found = spawnSync('sh', ['-c', 'command -v -- "$1"', 'sh', program], { encoding: 'utf8' }).stdout.trim();
  if (found === '')
    throw new Error(`${program} is not installed: install Debian's package chromium, or set CHROMIUM to its path`);
  return found;
}
