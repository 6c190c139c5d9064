import type { Api, Query } from '../../cli/framework/api';
import { commands } from '../../cli/commands/all';
import { runProgram } from '../../cli/framework/program';
import { apiError } from '../../cli/framework/problem';
import type { Simulation } from '../bench/simulation';
import { columns, Screen, type Span } from './screen';

/** A person at a terminal of 80 columns, whose `spawn` calls a local mode on a virtual clock. */
export class Session {
  constructor(
    private readonly simulation: Simulation,
    private readonly directory: string,
  ) {}

  /** Runs commands one after the other and returns what the terminal shows, prompts with the commands included. */
  async show(...typed: readonly string[]): Promise<Span[][]> {
    const screen = new Screen();
    for (const [index, line] of typed.entries()) {
      await screen.write(`${index === 0 ? '' : '\n'}\u001b[2m$\u001b[22m \u001b[1m${line}\u001b[22m\n`);
      await this.run(wordsOf(line), screen);
    }
    return screen.lines();
  }

  /** Runs a command whose output is not shown. Throws with the output if it does not end with 0. */
  async prepare(line: string): Promise<void> {
    const screen = new Screen();
    const code = await this.run(wordsOf(line), screen);
    const output = screen.lines().map((spans) => spans.map(({ text }) => text).join(' '));
    if (code !== 0) throw new Error(`${line} ended with ${code}:\n${output.join('\n')}`);
  }

  /** Lets simulated time pass. */
  wait(milliseconds: number): Promise<void> {
    return this.simulation.clock.advance(milliseconds);
  }

  private async run(argv: readonly string[], screen: Screen): Promise<number> {
    const { clock } = this.simulation;
    const written: Promise<void>[] = [];
    const write = (text: string): void => void written.push(screen.write(text));
    const code = await runProgram(commands, '0', argv, {
      terminal: {
        out: write,
        err: write,
        readLine: async () => undefined,
        readAll: async () => '',
        interactive: true,
        width: columns,
        progressWidth: columns,
      },
      environment: {},
      directory: this.directory,
      now: () => new Date(clock.now()),
      sleep: (milliseconds) => clock.advance(milliseconds),
      // A picture shows what stays on the screen, which does not need a redraw each second.
      every: () => () => {},
      onInterrupt: () => () => {},
      connect: async () => this.api(),
      deployment: async () => ({ local: true, stage: 'dev', region: 'us-east-1' }),
    });
    await Promise.all(written);
    return code;
  }

  private api(): Api {
    const { clock, local } = this.simulation;
    const call = async (method: string, path: string, body?: unknown, query: Query = {}) => {
      const given = Object.entries(query).filter(([, value]) => value !== undefined);
      const words = new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)]));
      const route = words.size === 0 ? path : `${path}?${words}`;
      const answer = await clock.until(local.invokeRoute(method, route, body));
      if (answer.status >= 400) throw apiError(answer.status, answer.body, `${method} ${path}`);
      return answer;
    };
    return {
      local: false,
      speed: 1,
      now: () => new Date(clock.now()),
      get: async (path, query) => (await call('GET', path, undefined, query)).body,
      remove: async (path, query) => (await call('DELETE', path, undefined, query)).body,
      put: async (path, body) => (await call('PUT', path, body)).body,
      post: (path, body) => call('POST', path, body),
      request: ({ method, path, query, body }) => call(method, path, body, query),
    };
  }
}

/** Splits a command as a shell does, for the quotes and continued lines of the pictures. */
function wordsOf(line: string): string[] {
  const words = line.replaceAll('\\\n', ' ').match(/"[^"]*"|[^\s"]+/g) ?? [];
  return words.slice(1).map((word) => word.replaceAll('"', ''));
}
