import {
  AwsError,
  type Guest,
  type GuestFacts,
  type GuestHost,
  type RunOptions,
  type RunResult,
} from '../kernel/types';
import { prepare, runCloudInit, startUnits } from './boot';
import { Capture } from './script/capture';
import { crashedDiskOf, diskOf, volatileDirectories, type GuestDisk } from './os/disks';
import { FileSystem } from './file/system';
import { Processes } from './processes';
import { Sessions } from './sessions';
import type { GuestOptions, System } from './process/system';
import { updateByItself } from './tool/package/apt-daily';
import { randomSeedUnit, Units } from './os/units';
import { environmentOf } from './file/users';

/** A simulated computer. It runs between boot() and powerOff(), as often as wanted; its disk stays. */
export class SimulatedGuest implements Guest {
  private readonly files: FileSystem;
  private system: System | undefined;
  private sessions: Sessions | undefined;

  constructor(
    disk: GuestDisk,
    readonly facts: GuestFacts,
    private readonly host: GuestHost,
    private readonly options: GuestOptions,
  ) {
    this.files = new FileSystem(disk.root, () => host.clock.now());
  }

  /** Returns when the services are starting; user data and the agent go on by themselves, side by side. */
  async boot(userData?: string): Promise<void> {
    this.powerOff();
    const system = this.newSystem(userData);
    this.system = system;
    this.sessions = new Sessions(system);
    prepare(system);
    system.userDataDone = runCloudInit(system, this.facts.keyName);
    updateByItself(system);
    await startUnits(system);
  }

  async run(script: string, options: RunOptions): Promise<RunResult> {
    await this.writable();
    const system = this.running();
    const capture = new Capture(options.onOutput);
    const { process, done } = system.processes.background({
      script,
      capture,
      cwd: options.workingDirectory ?? '/',
      user: 'root',
      environment: { ...environmentOf(this.files, 'root'), ...options.environment },
    });
    let timedOut = false;
    const timer = this.host.clock.after(options.timeoutSeconds * 1000, () => {
      timedOut = true;
      process.kill('KILL');
    });
    const cancel = () => process.kill('KILL');
    options.signal?.addEventListener('abort', cancel);
    const end = await done;
    await this.writable();
    timer.cancel();
    options.signal?.removeEventListener('abort', cancel);
    if (system.processes.isStopped)
      throw new AwsError(
        'InstanceStopped',
        `${this.facts.instanceId} went down while the script was running; start it and run the script again`,
      );
    return { exitCode: timedOut ? 137 : end.exitCode, stdout: capture.stdout, stderr: capture.stderr, timedOut };
  }

  type(session: string, line: string): Promise<RunResult> {
    this.running();
    return (this.sessions as Sessions).type(session, line);
  }

  agentRunning(): boolean {
    return this.system?.isAgentRunning === true;
  }

  powerOff(): void {
    const { system } = this;
    if (system === undefined) return;
    this.system = undefined;
    this.files.whole().resume();
    system.units.stop(randomSeedUnit);
    system.processes.endAll();
    for (const directory of volatileDirectories(this.files)) {
      const mode = this.files.node(directory)?.mode ?? 0o755;
      this.files.remove(directory);
      this.files.makeDirectory(directory, mode);
    }
    if (system.isAgentRunning) {
      system.isAgentRunning = false;
      this.host.agentChanged(false);
    }
  }

  disk(): GuestDisk {
    return diskOf(this.files);
  }

  crashedDisk(): GuestDisk {
    return crashedDiskOf(this.files);
  }

  /** While writes are suspended the agent, which writes its state to the disk, neither starts nor ends a command. */
  private async writable(): Promise<void> {
    while (this.system !== undefined && this.files.whole().isSuspended) await this.host.clock.sleep(1000);
  }

  private running(): System {
    if (this.system === undefined)
      throw new AwsError('InstanceNotRunning', `${this.facts.instanceId} is not running; start it first`);
    return this.system;
  }

  private newSystem(userData: string | undefined): System {
    const { files, facts, host, options } = this;
    const system: { -readonly [Key in keyof System]: System[Key] } = {
      facts,
      host,
      files,
      options,
      userData,
      processes: undefined as unknown as Processes,
      units: undefined as unknown as Units,
      bootedAt: host.clock.now(),
      userDataDone: Promise.resolve(),
      isAgentRunning: false,
      aptIsLocked: false,
      hostname: () => files.textOr('/etc/hostname', facts.hostname).trim() || facts.hostname,
    };
    system.processes = new Processes(system);
    system.units = new Units(system);
    return system;
  }
}
