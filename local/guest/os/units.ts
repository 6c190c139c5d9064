import type { FileSystem } from '../file/system';
import type { Process } from '../process/state';
import type { Outcome } from '../process/outcome';
import type { System, Unit, UnitTable } from '../process/system';

const directories = ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];

/** Saves a seed for the next boot when it ends, as it also does when the guest goes down. */
export const randomSeedUnit = 'systemd-random-seed.service';

/** Returns the unit's name with its ending. */
export const unitName = (name: string): string =>
  /\.(service|timer|socket|target|mount|path)$/.test(name) ? name : `${name}.service`;

/** Reads a unit from the disk; returns undefined when no directory of systemd has it. */
export function readUnit(files: FileSystem, given: string): Unit | undefined {
  const name = unitName(given);
  const path = directories
    .map((directory) => `${directory}/${name}`)
    .find((one) => files.node(one, false) !== undefined);
  if (path === undefined) return undefined;
  const node = files.node(path, false);
  if (node?.kind === 'link' && node.target === '/dev/null') return { name, path, masked: true, settings: new Map() };
  const settings = new Map<string, string[]>();
  let section = '';
  for (const line of files.textOr(path).replaceAll('\\\n', ' ').split('\n')) {
    const header = /^\[(.+)\]$/.exec(line.trim());
    if (header !== null) section = header[1] ?? '';
    const setting = /^([A-Za-z]+)\s*=\s*(.*)$/.exec(line.trim());
    if (setting !== null)
      settings.set(`${section}.${setting[1]}`, [...(settings.get(`${section}.${setting[1]}`) ?? []), setting[2] ?? '']);
  }
  return { name, path, masked: false, settings };
}

/** Returns the links by which a unit starts at boot. */
export function enablingLinks(files: FileSystem, name: string): string[] {
  return files
    .list('/etc/systemd/system')
    .filter((directory) => directory.endsWith('.wants'))
    .map((directory) => `/etc/systemd/system/${directory}/${name}`)
    .filter((path) => files.node(path, false) !== undefined);
}

/** Which services run, and what starting and stopping them does. Everything lasting about them is on the disk. */
export class Units implements UnitTable {
  private readonly running = new Map<string, Process | undefined>();
  private readonly failed = new Map<string, number>();

  constructor(private readonly system: System) {}

  isActive(name: string): boolean {
    return this.running.has(unitName(name));
  }

  isFailed(name: string): boolean {
    return this.failed.has(unitName(name));
  }

  /** Whether a unit of the kind `oneshot` is at its work. */
  isActivating(given: string): boolean {
    const name = unitName(given);
    return (
      this.running.get(name) !== undefined &&
      readUnit(this.system.files, name)?.settings.get('Service.Type')?.[0] === 'oneshot'
    );
  }

  active(): string[] {
    return [...this.running.keys()].sort();
  }

  process(name: string): Process | undefined {
    return this.running.get(unitName(name));
  }

  /** Starts a unit; a oneshot unit is waited for and has to end with 0. The message is what systemctl prints. */
  async start(given: string, waitFor: (end: Promise<Outcome>) => Promise<Outcome | undefined>): Promise<Outcome> {
    const unit = readUnit(this.system.files, given);
    const problem = (message: string, exitCode: number): Outcome => ({ exitCode, stdout: '', stderr: `${message}\n` });
    if (unit === undefined) return problem(`Failed to start ${unitName(given)}: Unit ${unitName(given)} not found.`, 5);
    if (unit.masked) return problem(`Failed to start ${unit.name}: Unit ${unit.name} is masked.`, 1);
    if (this.running.has(unit.name)) return { exitCode: 0, stdout: '', stderr: '' };
    const commands = unit.settings.get('Service.ExecStart') ?? [];
    if (commands.length === 0) {
      this.running.set(unit.name, undefined);
      return { exitCode: 0, stdout: '', stderr: '' };
    }
    const isOneshot = unit.settings.get('Service.Type')?.[0] === 'oneshot';
    const { process, done } = this.launch(
      unit.name,
      commands.map((command) => command.replace(/^[-@:+!]+/, '')).join(' && '),
      unit,
    );
    if (!isOneshot) return { exitCode: 0, stdout: '', stderr: '' };
    const end = await waitFor(done);
    if (unit.settings.get('Service.RemainAfterExit')?.[0] === 'yes' && end?.exitCode === 0)
      this.running.set(unit.name, undefined);
    else this.running.delete(unit.name);
    if (end?.exitCode === 0) return { exitCode: 0, stdout: '', stderr: '' };
    void process;
    return problem(
      `Job for ${unit.name} failed because the control process exited with error code.\nSee "systemctl status ${unit.name}" and "journalctl -xeu ${unit.name}" for details.`,
      1,
    );
  }

  /** Runs a command as a unit of its own, which outlives whoever started it. */
  launch(
    name: string,
    script: string,
    unit?: Unit,
    environment: Record<string, string> = {},
  ): { process: Process; done: Promise<Outcome> } {
    const variables: Record<string, string> = {};
    for (const line of unit?.settings.get('Service.Environment') ?? []) {
      for (const [, key = '', value = ''] of line.matchAll(/"?([A-Za-z_]\w*)=([^"\s]*)"?/g)) variables[key] = value;
    }
    const started = this.system.processes.background({
      script,
      user: unit?.settings.get('Service.User')?.[0] ?? 'root',
      cwd: unit?.settings.get('Service.WorkingDirectory')?.[0] ?? '/',
      environment: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', ...variables, ...environment },
      command: script,
    });
    this.running.set(name, started.process);
    this.failed.delete(name);
    const done = started.done.then((end) => {
      if (this.running.get(name) === started.process) this.running.delete(name);
      if (end.exitCode !== 0 && started.process.killedBy === undefined) this.failed.set(name, end.exitCode);
      this.journal(name, end);
      return end;
    });
    return { process: started.process, done };
  }

  stop(given: string): void {
    const name = unitName(given);
    const process = this.running.get(name);
    const wasActive = this.running.delete(name);
    if (wasActive && name === randomSeedUnit)
      this.system.files.write('/var/lib/systemd/random-seed', `seed of ${this.system.facts.instanceId}\n`, {
        mode: 0o600,
      });
    process?.kill('TERM');
    process?.task.kill();
  }

  private journal(name: string, end: Outcome): void {
    const text = end.stdout + end.stderr;
    if (text === '' || end.exitCode >= 128) return;
    const stamp = new Date(this.system.host.clock.now()).toISOString();
    for (const line of text.trimEnd().split('\n'))
      this.system.files.append('/var/log/journal/system.journal', `${stamp} ${name}: ${line}\n`);
  }
}
