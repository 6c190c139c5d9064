/** Answer of `GET /session` of `spawn console`: what the page has to know of the command that serves it. */
export interface ConsoleSession {
  /** The deployment that the command calls. What only its API can answer is absent when it does not answer. */
  deployment: {
    /** As prompts of destructive commands name it: `local mode`, or `stage dev, us-east-1, account …`. */
    description: string;
    local: boolean;
    context?: string;
    stage?: string;
    region: string;
    account?: string;
    version?: string;
  };
  /** How many times as fast as real time the time of the deployment runs: 1, except in local mode. */
  speed: number;
  /** The time of the deployment, in RFC 3339. */
  now: string;
  /** Whether the console refuses changes. */
  read_only: boolean;
  /** The version of the command. */
  version: string;
  /** How the command is called where the console was started: `spawn` or `npx spawn`. */
  command: string;
}

/** The header of every answer with the time of the deployment, in RFC 3339. */
export const consoleTimeHeader = 'spawn-time';

/** The errors that the console itself answers with; those of the API have the names of `core/errors.ts`. */
export const consoleErrors = {
  ConsoleHostRefused: 403,
  ConsoleOriginRefused: 403,
  ConsoleSessionRequired: 401,
  ConsoleReadOnly: 403,
  ConsoleMethodRefused: 405,
  ConsolePathNotFound: 404,
  ConsoleRequestRefused: 400,
  ConsoleBodyTooLarge: 413,
  ConsoleCredentialsExpired: 401,
  ConsoleCredentialsMissing: 401,
  ConsoleDeploymentUnreachable: 502,
} as const;

export type ConsoleErrorName = keyof typeof consoleErrors;
