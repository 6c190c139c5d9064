import { Console } from 'node:console';
import { Writable } from 'node:stream';
import type { BundleGlobals } from './bundle';

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** `console` and `process` of one function: its own environment, its output line by line to `log`. */
export function functionGlobals(environment: Record<string, string>, log: (line: string) => void): BundleGlobals {
  const output = (): Writable =>
    new Writable({ write: (chunk, _encoding, done) => (lines(String(chunk)).forEach(log), done()) });
  const streams = { stdout: output(), stderr: output() };
  return { console: new Console(streams), process: processOf(environment, streams) };
}

/** Node's process with another environment and output. */
function processOf(env: Record<string, string>, streams: { stdout: Writable; stderr: Writable }): object {
  return new Proxy(process, {
    get(target, name) {
      if (name === 'env') return env;
      if (name === 'stdout' || name === 'stderr') return streams[name];
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value as (...values: unknown[]) => unknown).bind(target) : value;
    },
  });
}
