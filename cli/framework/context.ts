import type { Api } from './api';
import type { Flags } from './flags';
import { styles } from './style';
import type { Styles } from './style';
import type { Terminal } from './terminal';

export type OutputFormat = 'table' | 'json' | 'yaml';

/** What the process offers a command; tests put their own in its place. */
export interface Host {
  terminal: Terminal;
  environment: Readonly<Record<string, string | undefined>>;
  /** The working directory. */
  directory: string;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** Calls `run` when Ctrl-C ends the process; the answer takes that back. */
  onInterrupt(run: () => void): () => void;
  /** Finds the API and makes a client; called only when a command needs it. */
  connect(options: ConnectOptions): Promise<Api>;
}

export interface ConnectOptions {
  profile?: string;
  verbose: boolean;
  host: Host;
}

/** What a command works with: the host, the wishes of the global flags, and the API. */
export interface Context extends Host {
  format: OutputFormat;
  yes: boolean;
  /** Whether every request is told on stderr. */
  verbose: boolean;
  styles: Styles;
  emoji: boolean;
  /** The API's client, made at the first call. */
  api(): Promise<Api>;
}

/** The context of one call. `-o` decides the format; `--json` means the same as `-o json`. */
export function createContext(host: Host, flags: Flags): Context {
  let api: Promise<Api> | undefined;
  const verbose = flags.on('verbose');
  const color = host.terminal.width !== undefined && !flags.on('no-color') && !host.environment.NO_COLOR;
  return {
    ...host,
    format: flags.on('json') ? 'json' : ((flags.text('output') ?? 'table') as OutputFormat),
    yes: flags.on('yes'),
    verbose,
    styles: styles(color),
    emoji: !flags.on('no-emoji'),
    api: () => (api ??= host.connect({ profile: flags.text('profile'), verbose, host })),
  };
}
