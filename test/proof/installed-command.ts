import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');

/** The package of the command, built and packed, and installed without a network for a user who has nothing yet. */
export class InstalledCommand {
  readonly folder = mkdtempSync(join(tmpdir(), 'spawn-installed-'));
  readonly tarball: string;
  private readonly environment: NodeJS.ProcessEnv;

  constructor() {
    const home = join(this.folder, 'home');
    mkdirSync(home);
    // The Node of the tests, whatever version managers do with an empty home.
    const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
    this.environment = { HOME: home, PATH: path, npm_config_offline: 'true', npm_config_update_notifier: 'false' };
    this.npm(root, 'pack', '--workspace', 'cli', '--pack-destination', this.folder);
    const [name = ''] = readdirSync(this.folder).filter((file) => file.endsWith('.tgz'));
    this.tarball = join(this.folder, name);
    this.npm(this.folder, 'install', '--prefix', join(this.folder, 'app'), this.tarball);
  }

  /** The installed packages. */
  get packages(): string[] {
    const modules = join(this.folder, 'app', 'node_modules');
    return readdirSync(modules)
      .filter((name) => !name.startsWith('.'))
      .flatMap((name) =>
        name.startsWith('@') ? readdirSync(join(modules, name)).map((each) => `${name}/${each}`) : name,
      );
  }

  /** The files of the package, with their size in bytes. */
  get files(): Record<string, number> {
    const folder = join(this.folder, 'app', 'node_modules', '@spawn-ami', 'cli');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    return Object.fromEntries(
      names
        .map((name) => [name, statSync(join(folder, name))] as const)
        .filter(([, status]) => status.isFile())
        .map(([name, status]) => [name, status.size]),
    );
  }

  /** Runs the installed `spawn` in a folder. */
  run(words: string[], directory = this.folder): { code: number | null; out: string; err: string } {
    const file = join(this.folder, 'app', 'node_modules', '.bin', 'spawn');
    const { status, stdout, stderr } = spawnSync(file, words, {
      cwd: directory,
      env: this.environment,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  }

  private npm(cwd: string, ...words: string[]): void {
    execFileSync('npm', [...words, '--silent', '--no-audit', '--no-fund'], {
      cwd,
      env: this.environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }
}
