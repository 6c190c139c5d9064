import type { RouteAnswer } from '../../../local/app/simulation';
import { home, hours, minutes, type World } from './world';

/** What the users of a history know: what they were answered. */
export interface Memory {
  /** Ids of runs that were accepted, with what they are for. */
  runs: { id: string; what: string }[];
  /** Instances that users launched and did not end. */
  instances: Set<string>;
  /** Images that an operator made by hand, outside of spawn. */
  planted: Set<string>;
  /** Images that a user or a reference protects by a tag. */
  kept: Map<string, string>;
  /** Images that somebody asked to have removed or that a cleanup may remove. */
  removable: Set<string>;
  /** Refusals and failures of requests, for the log. */
  answers: string[];
}

export const newMemory = (): Memory => ({
  runs: [],
  instances: new Set(),
  planted: new Set(),
  kept: new Map(),
  removable: new Set(),
  answers: [],
});

/** A person or a job at the API. It asks again with the same key when the answer is 429 or 5xx, as `spawn` does. */
export class User {
  private asked = 0;

  constructor(
    readonly world: World,
    readonly memory: Memory,
    private readonly name: string,
  ) {}

  async ask(method: string, path: string, body?: unknown): Promise<RouteAnswer> {
    const key = `${this.name}-${(this.asked += 1)}`;
    for (let tries = 1; ; tries += 1) {
      const answer = await this.world.request(
        method,
        path,
        body,
        method === 'GET' ? undefined : { 'idempotency-key': key },
      );
      const again = answer.status === 429 || answer.status >= 500 || answer.body?.name === 'CatalogConflict';
      if (!again || tries === 7) {
        if (answer.status >= 400) this.memory.answers.push(`${method} ${path}: ${answer.status} ${answer.body?.name}`);
        return answer;
      }
      await this.world.clock.sleep(tries * 2 * minutes);
    }
  }

  async get(path: string): Promise<any> {
    return (await this.ask('GET', path)).body;
  }

  /** Starts a run, and waits for its end unless it is let go; answers with its record. */
  async run(what: string, answer: RouteAnswer, wait = true): Promise<any> {
    const id: string | undefined = answer.body?.build_id ?? answer.body?.operation_id;
    if (answer.status >= 300 || id === undefined) return undefined;
    if (!this.memory.runs.some((run) => run.id === id)) this.memory.runs.push({ id, what });
    return wait ? this.ended(id) : undefined;
  }

  /** The record of a run once it is over, or as it is after a day. */
  async ended(id: string): Promise<any> {
    const { clock, local } = this.world;
    const until = clock.now() + 30 * hours;
    for (;;) {
      const { body } = await this.ask('GET', `/v1/operations/${id}`);
      if (body?.status !== undefined && body.status !== 'running') return body;
      if (clock.now() >= until) return body;
      const arn: string | undefined = body?.execution_arn;
      const over = arn ? local.states.ended(arn).catch(() => undefined) : Promise.resolve();
      const late = new AbortController();
      await Promise.race([over, clock.sleep(until - clock.now(), late.signal).catch(() => undefined)]);
      late.abort();
      await clock.sleep(20_000);
    }
  }

  /** Ids of images in the catalog that a user could choose, oldest first. */
  async images(query = ''): Promise<any[]> {
    const body = await this.get(`/v1/images?region=${home}&limit=100${query}`);
    return [...((body?.images ?? []) as any[])].reverse();
  }
}
