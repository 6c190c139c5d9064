import { answerMetadata } from '../guest/os/imds';
import {
  AwsError,
  type Guest,
  type GuestFacts,
  type GuestHost,
  type RunOptions,
  type RunResult,
  type Timer,
} from '../kernel/types';
import { Bridge } from './bridge';
import type { ContainerDisk } from './disk';
import type { Engine } from './engine';
import { layerFolder, layerScript, searchPath } from './layer';
import { runScript } from './script';
import { TypedShell } from './typed-shell';

/** What machines share. */
export interface Yard {
  readonly engine: Engine;
  /** Simulated seconds from boot to a registered agent: at least and at most. */
  readonly agentSeconds: readonly [number, number];
  /** The words of the engine's `run` for a container of this name, before the image. */
  runWords(name: string, facts: GuestFacts, online: boolean): string[];
  readonly addressSeconds: number;
  /** The words of the engine's `run` for a helper that gives a machine the address of the metadata service. */
  addressWords(name: string, helper: string, image: string): string[];
  nameFor(facts: GuestFacts): string;
  /** Makes a disk of a container, which goes back to a base: while it runs, or, once it has stopped, in place of it. */
  diskOf(container: Promise<string>, running: boolean, base: ContainerDisk): ContainerDisk;
}

/** Real seconds that a machine has to come up or to stop. */
const bootSeconds = 60;
const stopSeconds = 10;
// With systemd as the first process where the image has it; else a process that waits to be stopped.
const firstProcess = [
  '/bin/sh',
  '-c',
  'if [ "$container" != "" ] && [ -x /sbin/init ]; then exec /sbin/init; fi; trap "exit 0" TERM 37; while :; do sleep 1 & wait $!; done',
];

/** An instance as a container. It runs between boot() and powerOff(); then its disk remains. */
export class Machine implements Guest {
  private on = false;
  private container?: Promise<string>;
  private bridge?: Bridge;
  private stopped?: ContainerDisk;
  private agent = false;
  private powerPlan?: Timer;
  private readonly busy = new Map<string, () => void>();
  private readonly shells = new Map<string, TypedShell>();
  private bootedAt = 0;
  private userData?: string;

  constructor(
    private readonly source: ContainerDisk,
    readonly facts: GuestFacts,
    private readonly host: GuestHost,
    private readonly yard: Yard,
  ) {}

  async boot(userData?: string): Promise<void> {
    this.on = true;
    this.userData = userData;
    this.bootedAt = this.host.clock.now();
    this.container = this.inRealTime(() => this.create());
    const name = await this.container;
    if (!this.on) return;
    this.bridge = new Bridge(this.yard.engine, name, this.events());
    this.watch(name);
    this.inRealTime(() => this.runUserData(name)).catch((error: unknown) =>
      this.host.console(`user data was not run: ${String(error)}`),
    );
    const [least, most] = this.yard.agentSeconds;
    this.host.clock.after((least + this.host.random() * (most - least)) * 1000, () => {
      if (!this.on) return;
      this.exec(name, [`${layerFolder}/bin/systemctl`, 'start', 'amazon-ssm-agent']).catch((error: unknown) =>
        this.host.console(`the agent was not started: ${String(error)}`),
      );
    });
  }

  async run(script: string, options: RunOptions): Promise<RunResult> {
    const container = await this.running();
    const { engine } = this.yard;
    const { clock } = this.host;
    const result = await this.inRealTime(() => runScript({ engine, container, clock }, this.facts, script, options));
    if (this.on) return result;
    throw new AwsError(
      'InstanceStopped',
      `${this.facts.instanceId} went down while the script was running; start it and run the script again`,
    );
  }

  async type(session: string, line: string): Promise<RunResult> {
    const name = await this.running();
    const shell = this.shells.get(session) ?? new TypedShell(this.yard.engine, name);
    this.shells.set(session, shell);
    const result = await this.inRealTime(() => shell.type(line));
    if (shell.hasEnded) this.shells.delete(session);
    return { ...result, timedOut: false };
  }

  agentRunning(): boolean {
    return this.agent;
  }

  powerOff(): void {
    if (!this.on) return;
    this.on = false;
    this.agent = false;
    this.powerPlan?.cancel();
    this.bridge?.close();
    for (const shell of this.shells.values()) shell.close();
    this.shells.clear();
    for (const release of this.busy.values()) release();
    this.busy.clear();
    const created = this.container!;
    const stopping = this.inRealTime(async () => {
      const name = await created;
      await this.yard.engine.run(['stop', '--time', String(stopSeconds), name]);
      return name;
    });
    // Who needs the disk hears of a failure.
    stopping.catch(() => undefined);
    this.stopped = this.yard.diskOf(stopping, false, this.source.origin());
  }

  disk(): ContainerDisk {
    if (this.stopped) return this.stopped;
    if (this.container === undefined) return this.source;
    const disk = this.yard.diskOf(this.container, true, this.source.origin());
    // The container goes on changing: its content of now is what counts.
    this.inRealTime(() => disk.image()).catch(() => undefined);
    return disk;
  }

  crashedDisk(): ContainerDisk {
    return this.disk();
  }

  private async create(): Promise<string> {
    const { engine } = this.yard;
    const name = this.yard.nameFor(this.facts);
    const image = await this.source.image();
    try {
      await engine.ask([...this.yard.runWords(name, this.facts, this.host.online()), image, ...firstProcess]);
      await this.exec(name, ['/bin/sh'], layerScript(this.facts, this.host.endpoint), true);
    } catch (error) {
      // A container that could not be started is there all the same.
      await engine.remove('container', name);
      throw error;
    }
    // systemd answers when its jobs have ended, also when one of them has failed; there may be no systemd.
    const settle = `[ -d /run/systemd/private ] || [ -S /run/systemd/private ] || exit 0; timeout ${bootSeconds} systemctl is-system-running --wait; systemctl daemon-reload; systemctl set-environment PATH=${searchPath}`;
    await this.exec(name, ['/bin/sh', '-c', settle]);
    await this.refuseMetadata(name);
    return name;
  }

  /**
   * Makes 169.254.169.254 an address of the machine, by a program of the base beside it. Programs other than curl are
   * refused, and none reaches a metadata service of this computer. Nothing listens there: web servers need port 80.
   */
  private async refuseMetadata(name: string): Promise<void> {
    const { engine, addressSeconds, addressWords } = this.yard;
    const helper = `${name}-address`;
    const words = addressWords(name, helper, await this.source.origin().image());
    const signal = AbortSignal.timeout(addressSeconds * 1000);
    const { code, stderr } = await engine.run(words, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      engine.remove('container', helper).catch((reason: unknown) => this.host.console(String(reason)));
      return { code: 137, stderr: `${engine.command} took longer than ${addressSeconds} s` };
    });
    const others = code === 0 ? 'refuses other programs' : `other programs leave the container: ${stderr.trim()}`;
    this.host.console(`169.254.169.254 answers curl only; ${others}`);
  }

  private async runUserData(name: string): Promise<void> {
    let line = '';
    const words = ['exec', '-i', '-e', `PATH=${searchPath}`, '-e', 'HOME=/root', name, `${layerFolder}/bin/user-data`];
    await this.yard.engine.run(words, {
      input: this.userData ?? '',
      onOutput: (_stream, text) => {
        const lines = (line + text).split('\n');
        line = lines.pop() ?? '';
        for (const each of lines) this.host.console(`cloud-init: ${each}`);
      },
    });
  }

  private events(): ConstructorParameters<typeof Bridge>[2] {
    return {
      request: async (request) => {
        if (new URL(request.url).hostname === '169.254.169.254')
          return answerMetadata(
            { facts: this.facts, userData: this.userData, bootedAt: this.bootedAt, host: this.host },
            request,
          );
        return this.host.request(request);
      },
      agent: (running) => {
        if (!this.on) return;
        this.agent = running;
        this.host.agentChanged(running);
      },
      power: (verb, minutes) => {
        this.powerPlan?.cancel();
        if (verb === 'cancel') return;
        this.powerPlan = this.host.clock.after(minutes * 60_000, () => {
          if (this.on) this.host.powerRequested(verb);
        });
      },
      busy: (token, begins) => {
        if (begins && this.on) this.busy.set(token, this.host.clock.hold(1));
        else this.busy.get(token)?.();
      },
    };
  }

  /** A container that ends by itself is a machine that switches itself off. */
  private watch(name: string): void {
    void this.yard.engine.run(['wait', name]).then(
      () => this.on && this.host.powerRequested('shutdown'),
      () => undefined,
    );
  }

  private async running(): Promise<string> {
    if (this.on && this.container !== undefined) return this.container;
    throw new AwsError('InstanceNotRunning', `${this.facts.instanceId} is not running; start it first`);
  }

  /** Scripts take real seconds: meanwhile simulated time runs no faster, so that limits mean what they say. */
  private async inRealTime<T>(work: () => Promise<T>): Promise<T> {
    const release = this.host.clock.hold(1);
    try {
      return await work();
    } finally {
      release();
    }
  }

  private async exec(name: string, words: readonly string[], input?: string, mustWork = false): Promise<void> {
    const all = ['exec', ...(input === undefined ? [] : ['-i']), '-e', `PATH=${searchPath}`, name, ...words];
    if (mustWork) await this.yard.engine.ask(all, input);
    else await this.yard.engine.run(all, { input });
  }
}
