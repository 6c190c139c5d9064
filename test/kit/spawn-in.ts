import type { Api, Query } from '../../cli/framework/api';
import { apiError } from '../../cli/framework/problem';
import { commands } from '../../cli/commands/all';
import { expectJsonIfAsked } from '../cli/kit/json-output';
import { runProgram } from '../../cli/framework/program';
import { home, type Journey } from './journey';

/** Returns the command's client of a journey's API, on its clock. `failing` may refuse a request by throwing. */
export function apiOf(
  journey: Journey,
  { local, failing }: { local: boolean; failing?: (method: string, path: string) => void },
): Api {
  const call = async (method: string, path: string, body?: unknown, query: Query = {}): Promise<any> => {
    failing?.(method, path);
    const words = new URLSearchParams(
      Object.entries(query).flatMap(([key, value]): [string, string][] =>
        value === undefined ? [] : [[key, String(value)]],
      ),
    );
    const answer = await journey.request(method, words.size > 0 ? `${path}?${words}` : path, body);
    if (answer.status >= 400) throw apiError(answer.status, answer.body, `${method} ${path}`);
    return answer;
  };
  return {
    local,
    speed: 1,
    now: () => new Date(journey.clock.now()),
    get: async (path, query) => (await call('GET', path, undefined, query)).body,
    remove: async (path, query) => (await call('DELETE', path, undefined, query)).body,
    put: async (path, body) => (await call('PUT', path, body)).body,
    post: (path, body) => call('POST', path, body),
    request: ({ method, path, query, body }) => call(method, path, body, query),
  };
}

/**
 * Runs `spawn` against the API of a journey, on its clock, where nobody can answer a question; in a terminal of this
 * width, if one is given.
 */
export async function spawnIn(
  journey: Journey,
  argv: string[],
  progressWidth?: number,
): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const api = apiOf(journey, { local: false });
  const code = await runProgram(commands, '0', argv, {
    terminal: {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      readLine: async () => undefined,
      readAll: async () => '',
      interactive: false,
      progressWidth,
    },
    environment: {},
    directory: __dirname,
    now: () => new Date(journey.clock.now()),
    sleep: (milliseconds) => journey.advance(milliseconds),
    every: () => () => {},
    onInterrupt: () => () => {},
    connect: async () => api,
    deployment: async () => ({ local: true, region: home }),
  });
  expectJsonIfAsked(argv, out.join(''), err.join(''));
  return { code, out: out.join(''), err: err.join('') };
}
