import { commands } from '../../../cli/commands/all';
import type { Api } from '../../../cli/framework/api';
import { apiError } from '../../../cli/framework/problem';
import type { Deployment, Host } from '../../../cli/framework/context';
import { runProgram } from '../../../cli/framework/program';
import { expectJsonIfAsked } from '../kit/json-output';
import { checkRequest, type Request } from './contract';

/** What the API answers: a body (200), or status and body. */
export type Responder = (request: Request) => { status?: number; body: any } | undefined;

interface Settings {
  answer?: Responder;
  /** What a person types, line after line; without it nobody is there. */
  typed?: string[];
  stdin?: string;
  width?: number;
  progressWidth?: number;
  progressHeight?: number;
  directory?: string;
  /** How the command is called, if not as `spawn`. */
  invocation?: string;
  environment?: Record<string, string>;
  /** Whether a local mode answers, which has paths of its own. */
  local?: boolean;
  /** Whether the API is found but never answers. */
  silent?: boolean;
  /** The deployment that is called, if it is not the usual one. */
  deployment?: Deployment | (() => Deployment);
  /** Whether Ctrl-C is pressed whenever something is waited for. */
  interrupted?: boolean;
  /** The folder of the command. */
  installation?: string;
  /** Called when the command listens for Ctrl-C, with what presses it. */
  listens?: (press: () => void, err: string) => void;
}

const deployment: Deployment = {
  local: false,
  stage: 'dev',
  region: 'us-east-1',
  account: '123456789012',
  version: '1.2.3',
};

export const now = new Date('2026-01-28T10:30:00Z');

/** Answers by method and path; a list is answered one after the other, the last one again and again. */
export const script =
  (answers: Record<string, any>): Responder =>
  ({ method, path }) => {
    const answer = answers[`${method} ${path}`];
    if (answer === undefined) return { status: 404, body: { name: 'ImageNotFound', detail: `no ${method} ${path}` } };
    return { body: Array.isArray(answer) ? (answer.length > 1 ? answer.shift() : answer[0]) : answer };
  };

/**
 * Runs `spawn` in this process against an API that the test answers; a request that the API would not take fails. Time
 * passes only by sleeping.
 */
export async function spawn(argv: string[], settings: Settings = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const requests: Request[] = [];
  let time = now.getTime();
  const typed = [...(settings.typed ?? [])];
  const interrupts = new Set<() => void>();
  const timers = new Set<{ due: number; interval: number; run: () => void }>();
  const speed = settings.local ? 60 : 1;
  const call = (request: Request) => {
    requests.push(request);
    if (!settings.local || !request.path.startsWith('/local/')) checkRequest(request);
    const { status = 200, body } = settings.answer?.(request) ?? {
      status: 404,
      body: { detail: `nothing at ${request.path}`, name: 'RouteNotFound' },
    };
    if (status >= 400) throw apiError(status, body, `${request.method} ${request.path}`);
    return { status, body };
  };
  const api: Api = {
    local: settings.local ?? false,
    speed,
    now: () => new Date(now.getTime() + (time - now.getTime()) * speed),
    get: async (path, query) => call({ method: 'GET', path, query }).body,
    remove: async (path, query) => call({ method: 'DELETE', path, query }).body,
    put: async (path, body) => call({ method: 'PUT', path, body: JSON.parse(JSON.stringify(body)) }).body,
    post: async (path, body) => call({ method: 'POST', path, body: JSON.parse(JSON.stringify(body)) }),
    request: async ({ method, path, query, body }) => call({ method, path, query, body }),
  };
  const host: Host = {
    terminal: {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      readLine: async () => typed.shift(),
      readAll: async () => settings.stdin ?? '',
      interactive: settings.typed !== undefined,
      width: settings.width,
      progressWidth: settings.progressWidth,
      progressHeight: settings.progressHeight,
    },
    environment: settings.environment ?? {},
    directory: settings.directory ?? __dirname,
    installation: settings.installation,
    invocation: settings.invocation,
    now: () => new Date(time),
    sleep: async (milliseconds) => {
      const end = time + milliseconds;
      for (;;) {
        const next = [...timers].filter(({ due }) => due <= end).sort((one, other) => one.due - other.due)[0];
        if (next === undefined) break;
        time = next.due;
        next.due += next.interval;
        next.run();
      }
      time = end;
      if (settings.interrupted) for (const run of interrupts) run();
    },
    every: (interval, run) => {
      const timer = { due: time + interval, interval, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    onInterrupt: (run) => {
      interrupts.add(run);
      settings.listens?.(run, err.join(''));
      return () => void interrupts.delete(run);
    },
    connect: () => (settings.silent ? new Promise<Api>(() => {}) : Promise.resolve(api)),
    deployment: async () => {
      const called = settings.deployment ?? deployment;
      return typeof called === 'function' ? called() : called;
    },
  };
  const code = await runProgram(commands, '1.2.3', argv, host);
  if (settings.typed === undefined) expectJsonIfAsked(argv, out.join(''), err.join(''));
  return {
    code,
    out: out.join(''),
    err: err.join(''),
    requests,
    seconds: (time - now.getTime()) / 1000,
    listening: interrupts.size + timers.size,
  };
}
