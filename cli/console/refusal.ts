import { consoleErrors, type ConsoleErrorName } from '../../core/api/console-session';

/** A request that the console answers by itself with an error, by its fixed name. */
export class Refusal extends Error {
  readonly status: number;

  constructor(
    readonly errorName: ConsoleErrorName,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'Refusal';
    this.status = consoleErrors[errorName];
  }

  /** The refusal as problem details (RFC 9457), with the hint of the command. */
  get problem(): Record<string, unknown> {
    const { errorName, status, message, hint } = this;
    return { type: 'about:blank', title: errorName, status, detail: message, name: errorName, hint };
  }
}
