import type { Api } from '../../../cli/framework/api';
import { ApiError } from '../../../cli/framework/problem';

/** What answers the calls of a run. Only AWS's own answers say anything about AWS. */
export type Against = 'AWS' | 'local mode' | 'another endpoint';

/** The way to one deployment: its API, and AWS beside it. Waiting ends with an error once the run is interrupted. */
export interface Session {
  api: Api;
  stage: string;
  /** The home region of the stage. */
  region: string;
  /** The region that one image is copied to. */
  copyRegion: string;
  against(): Against;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** Calls an operation of AWS by the name of its service in the SDK. Throws an error with AWS's code as its name. */
  call(service: string, action: string, region: string, input: object): Promise<Record<string, any>>;
}

/** Returns the regions in which a stage makes anything. */
export function regionsOf({ region, copyRegion }: Session): string[] {
  return [...new Set([region, copyRegion])];
}

/** Returns the value of the tag that everything of a stage has. */
export function deploymentOf({ stage, region }: Session): string {
  return `${stage}@${region}`;
}

/** Reads until `done` says so. Throws `TimedOut` when that takes longer than the limit. */
export async function poll<Value>(
  session: Session,
  read: () => Promise<Value>,
  done: (value: Value) => boolean,
  { what, minutes, seconds = 15 }: { what: string; minutes: number; seconds?: number },
): Promise<Value> {
  const until = session.now().getTime() + minutes * 60_000;
  for (;;) {
    const value = await read();
    if (done(value)) return value;
    if (session.now().getTime() >= until)
      throw Object.assign(new Error(`${what} was not over after ${Math.round(minutes)} minutes`), { name: 'TimedOut' });
    await session.sleep(seconds * 1000);
  }
}

/** Returns the fixed name of an error: that of the API, or AWS's code. */
export function codeOf(error: unknown): string {
  if (error instanceof ApiError) return error.errorName ?? `Status${error.status}`;
  return (error as Error).name;
}
