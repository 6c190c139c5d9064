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

/** Bytes of an answer that goes into the machine as one line; larger ones are copied. */
const mostInLine = 16_384;

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
    // Open for reading and writing, the pipe never ends. What runs in the background has no input of its own.
    const script = `exec 3<>${layerFolder}/told 4<&0
while read -r folder status body <&4; do
  printf '%s' "$body" | base64 -d >"$folder/answer"
  printf '%s' "$status" >"$folder/status.new"
  mv "$folder/status.new" "$folder/status"
done &
while read -r told <&3; do echo "$told"; done`;
    this.child = engine.start(['exec', '-i', container, '/bin/sh', '-c', script]);
    this.child.on('error', () => undefined);
    this.child.stdin!.on('error', () => undefined);
    this.child.stderr!.resume();
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.told(line));
  }

  close(): void {
    this.child.kill('SIGKILL');
  }

  private told(line: string): void {
    const [kind = '', first = '', second = ''] = line.split(' ');
    // The name comes from inside the machine.
    const isRequest = /^\/run\/spawn-local\/requests\/\w+$/.test(first);
    if (kind === 'http' && isRequest) void this.answerLarge(first).catch(() => undefined);
    else if (kind === 'ask' && isRequest)
      void this.answer(first, Buffer.from(second, 'base64').toString('utf8')).catch(() => undefined);
    else if (kind === 'agent') this.events.agent(first === 'started');
    else if (kind === 'busy' || kind === 'idle') this.events.busy(first, kind === 'busy');
    else if (kind === 'power') this.events.power(first as 'shutdown', Number(second) || 0);
  }

  /** Answers a request that was told whole: programs wait a second for the metadata service. */
  private async answer(folder: string, asked: string): Promise<void> {
    const response = await this.respond(asked, new Uint8Array());
    const body = Buffer.from(response?.body ?? '');
    // The shell inside reads a line byte by byte.
    if (body.length > mostInLine) await this.give(folder, response);
    else this.child.stdin!.write(`${folder} ${response?.status ?? 'unknown'} ${body.toString('base64')}\n`);
  }

  private async answerLarge(folder: string): Promise<void> {
    // The output of a script, at most 100 MB, is the largest body there is.
    const show = 'cat request; cat headers; printf "\\n"; [ ! -f body ] || head -c 120000000 body';
    const words = ['exec', '-w', folder, this.container, '/bin/sh', '-c', show];
    const asked = Buffer.from(await this.engine.bytes(words));
    const end = asked.indexOf('\n\n');
    await this.give(folder, await this.respond(asked.subarray(0, end).toString('utf8'), asked.subarray(end + 2)));
  }

  private async respond(asked: string, body: Uint8Array): Promise<WireResponse | undefined> {
    const [method = 'GET', url = '', ...headers] = asked.split('\n');
    const request: WireRequest = { method, url, headers: headersOf(headers), ...(body.length > 0 && { body }) };
    try {
      return await this.events.request(request);
    } catch (error) {
      return { status: 500, headers: {}, body: Buffer.from((error as Error).message) };
    }
  }

  private async give(folder: string, response: WireResponse | undefined): Promise<void> {
    const write = `cat >answer; printf '%s' "$0" >status.new; mv status.new status`;
    const status = String(response?.status ?? 'unknown');
    await this.engine.ask(
      ['exec', '-i', '-w', folder, this.container, '/bin/sh', '-c', write, status],
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
