import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { WireRequest, WireResponse } from '../kernel/types';
import type { Engine } from './engine';
import { layerFolder } from './layer';

/** What a machine does when something inside tells it something. */
export interface BridgeEvents {
  /** Answers a request; undefined when the host is not one of the simulation's. */
  request(request: WireRequest): Promise<WireResponse | undefined>;
  agent(running: boolean): void;
  /** A shutdown or reboot in so many minutes, or the end of such a plan. */
  power(verb: 'shutdown' | 'reboot' | 'cancel', minutes: number): void;
  /** A detached unit begins, or has ended. */
  busy(token: string, begins: boolean): void;
}

/**
 * Reads what the programs of local mode inside a container tell, through the engine's `exec`: a machine without a
 * network can speak so too.
 */
export class Bridge {
  private readonly child: ChildProcess;

  constructor(
    private readonly engine: Engine,
    private readonly container: string,
    private readonly events: BridgeEvents,
  ) {
    // Open for reading and writing, the pipe never comes to an end.
    const read = `exec 3<>${layerFolder}/told; while read -r told <&3; do echo "$told"; done`;
    this.child = engine.start(['exec', '-i', container, '/bin/sh', '-c', read]);
    this.child.on('error', () => undefined);
    this.child.stderr!.resume();
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.told(line));
  }

  close(): void {
    this.child.kill('SIGKILL');
  }

  private told(line: string): void {
    const [kind = '', first = '', second = ''] = line.split(' ');
    if (kind === 'http') void this.answer(first).catch(() => undefined);
    else if (kind === 'agent') this.events.agent(first === 'started');
    else if (kind === 'busy' || kind === 'idle') this.events.busy(first, kind === 'busy');
    else if (kind === 'power') this.events.power(first as 'shutdown', Number(second) || 0);
  }

  private async answer(folder: string): Promise<void> {
    // The name comes from inside the machine.
    if (!/^\/run\/spawn-local\/requests\/\w+$/.test(folder)) return;
    const { engine, container } = this;
    // The output of a script, at most 100 MB, is the largest body there is.
    const show = 'cat request; cat headers; printf "\\n"; [ ! -f body ] || head -c 120000000 body';
    const asked = Buffer.from(await engine.bytes(['exec', '-w', folder, container, '/bin/sh', '-c', show]));
    const end = asked.indexOf('\n\n');
    const [method = 'GET', url = '', ...headers] = asked.subarray(0, end).toString('utf8').split('\n');
    const body = asked.subarray(end + 2);
    const request: WireRequest = { method, url, headers: headersOf(headers), ...(body.length > 0 && { body }) };
    const response = await this.events
      .request(request)
      .catch((error: Error): WireResponse => ({ status: 500, headers: {}, body: Buffer.from(error.message) }));
    const give = `cat >answer; printf '%s' "$0" >status.new; mv status.new status`;
    await engine.ask(
      ['exec', '-i', '-w', folder, container, '/bin/sh', '-c', give, String(response?.status ?? 'unknown')],
      response?.body ?? '',
    );
  }
}

function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf(':');
      return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]];
    }),
  );
}
