import type { Api } from './api';
import type { Flags } from './flags';
import { Messages } from './messages';
import { styles } from './style';
import type { Styles } from './style';
import type { Terminal } from './terminal';

export type OutputFormat = 'table' | 'json' | 'yaml';

/** The services of the process for a command; tests replace them. */
export interface Host {
  terminal: Terminal;
  environment: Readonly<Record<string, string | undefined>>;
  /** The working directory. */
  directory: string;
  /** How the command is called, such as `npx spawn`, if not as `spawn`. */
  invocation?: string;
  /** The folder of the command, which may lie in a project whose local mode runs. */
  installation?: string;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** Calls `run` at this interval of real time; returns a function that stops it. */
  every(milliseconds: number, run: () => void): () => void;
  /** Calls `run` when Ctrl-C ends the process; returns a function that unregisters it. */
  onInterrupt(run: () => void): () => void;
  /** Finds the API and creates a client; called only if a command needs it. */
  connect(options: ConnectOptions): Promise<Api>;
  /** Finds which deployment is called, without an error when it does not answer. */
  deployment(options: ConnectOptions): Promise<Deployment>;
}

/** The deployment that commands call. What only its API can answer is absent when it does not answer. */
export interface Deployment {
  local: boolean;
  /** The name of the context that selected it. */
  context?: string;
  stage?: string;
  /** Its home region. */
  region: string;
  /** The URL of its API, if that selected it. */
  url?: string;
  account?: string;
  version?: string;
}

export interface ConnectOptions {
  profile?: string;
  /** The name of the context of --context. */
  context?: string;
  /** The maximum time of a request in milliseconds, if the default is too long. */
  timeout?: number;
  verbose: boolean;
  messages: Messages;
  host: Host;
}

/** The context of a command: the host, the global flags, and the API. */
export interface Context extends Host {
  format: OutputFormat;
  /** Everything that is written to stderr. */
  messages: Messages;
  yes: boolean;
  /** Whether every request is printed on stderr. */
  verbose: boolean;
  styles: Styles;
  /** The styles of progress on stderr. */
  progressStyles: Styles;
  emoji: boolean;
  /** Returns the time of the API: in local mode simulated time, once the API is connected. */
  now(): Date;
  /** Returns the client of the API, created at the first call. */
  api(): Promise<Api>;
  /** Returns which deployment the command calls. */
  calledDeployment(): Promise<Deployment>;
}

/**
 * Creates the context of one call. `-o` selects the format; `--json` is the same as `-o json`. `asInvoked` writes the
 * commands in a message as they must be typed.
 */
export function createContext(host: Host, flags: Flags, asInvoked?: (text: string) => string): Context {
  let api: Promise<Api> | undefined;
  let connected: Api | undefined;
  const connect = async (): Promise<Api> => {
    connected = await host.connect(options);
    return connected;
  };
  const verbose = flags.on('verbose');
  const format = flags.on('json') ? 'json' : ((flags.text('output') ?? 'table') as OutputFormat);
  const color = !flags.on('no-color') && !host.environment.NO_COLOR;
  const messages = new Messages(host.terminal, { json: format === 'json', color, asInvoked });
  const options = { profile: flags.text('profile'), context: flags.text('context'), verbose, messages, host };
  return {
    ...host,
    format,
    messages,
    yes: flags.on('yes'),
    verbose,
    styles: styles(color && host.terminal.width !== undefined, host.terminal.width),
    progressStyles: styles(color && host.terminal.progressWidth !== undefined),
    emoji: !flags.on('no-emoji'),
    now: () => connected?.now() ?? host.now(),
    api: () => (api ??= connect()),
    calledDeployment: () => host.deployment(options),
  };
}
