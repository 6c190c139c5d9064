import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { WireRequest, WireResponse } from '../kernel/types';

interface Assumption {
  what: string;
  /** The values of the tags of the instance that assumed it. */
  tags: ReadonlySet<string>;
}

type Api<Caller> = (request: WireRequest, caller: Caller) => Promise<WireResponse>;

/**
 * What instances took for granted because the options `--assume-packages` and `--download` say so. A run that did says
 * so in each answer of the API: a build that succeeded with it may fail on AWS.
 */
export class Assumptions {
  private readonly all: Assumption[] = [];

  /** Notes what an instance with these values of tags assumed. */
  note(what: string, tags: Iterable<string>): void {
    this.all.push({ what, tags: new Set(tags) });
  }

  /** Returns everything that was assumed, each once, in order. */
  list(tag?: string): string[] {
    const own = this.all.filter(({ tags }) => tag === undefined || tags.has(tag));
    return [...new Set(own.map(({ what }) => what))];
  }

  /** Wraps the API: a run in its answers has one more warning if its instances assumed something. */
  within<Caller>(api: Api<Caller>): Api<Caller> {
    return async (request, caller) => {
      const answer = await api(request, caller);
      if (this.all.length === 0 || !/json/.test(answer.headers['content-type'] ?? '')) return answer;
      const body: unknown = JSON.parse(Buffer.from(answer.body).toString() || 'null');
      const warned = this.warned(body);
      return warned === body ? answer : { ...answer, body: Buffer.from(JSON.stringify(warned)) };
    };
  }

  private warned(body: unknown): unknown {
    if (!isObject(body)) return body;
    if (isRun(body)) {
      const assumed = this.list(body.build_id);
      return assumed.length === 0 ? body : { ...body, warnings: [...(body.warnings ?? []), warningOf(assumed)] };
    }
    const lists = Object.entries(body).filter(([, member]) => Array.isArray(member) && member.some(isRun));
    if (lists.length === 0) return body;
    const changed = lists.map(([key, list]) => [key, (list as unknown[]).map((one) => this.warned(one))]);
    return { ...body, ...Object.fromEntries(changed) };
  }
}

/** Returns the sentence that says what was assumed. */
export function warningOf(assumed: readonly string[]): string {
  return `simulated: this was assumed and not tried: ${assumed.join('; ')}`;
}

/** Returns the contents of `URL=FILE` by address. Throws WrongUsage for what is no address or cannot be read. */
export function readDownloads(texts: readonly string[], folder: string): Map<string, Uint8Array> {
  return new Map(
    texts.map((text) => {
      const at = text.lastIndexOf('=');
      const [address, file] = [text.slice(0, at), resolve(folder, text.slice(at + 1))];
      if (at < 1 || !/^https?:\/\//.test(address) || !URL.canParse(address))
        throw wrong(`Invalid --download '${text}': use URL=FILE with an address that begins with https:// or http://.`);
      if (!existsSync(file) || !statSync(file).isFile())
        throw wrong(`Invalid --download '${text}': there is no file ${file}.`);
      return [new URL(address).href, readFileSync(file)];
    }),
  );
}

const wrong = (message: string): Error => Object.assign(new Error(message), { name: 'WrongUsage' });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRun = (value: unknown): value is { build_id: string; warnings?: string[] } =>
  isObject(value) && typeof value.build_id === 'string' && Array.isArray(value.stages);
