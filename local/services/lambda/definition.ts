import type { PolicyDocument } from '../../kernel/types';

export interface FunctionDefinition {
  name: string;
  arn: string;
  roleName: string;
  /** `index.handler`. */
  handler: string;
  /** Where its bundle lies. */
  folder: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMegabytes: number;
  logGroup: string;
}

/** What becomes of asynchronous invocations, from AWS::Lambda::EventInvokeConfig and the function's dead letter. */
export interface AsyncSettings {
  maximumRetries: number;
  /** How long Lambda keeps an event that it has not handed over: six hours at most. */
  maximumAgeSeconds: number;
  onFailure?: string;
  onSuccess?: string;
  deadLetter?: string;
}

export interface DefinedFunction extends FunctionDefinition {
  async: AsyncSettings;
  /** Resource policy made of AWS::Lambda::Permission. */
  permissions: PolicyDocument;
}

export interface ErrorPayload {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** A function's own failure, as Lambda reports it: `name` is the errorType, `payload` the answered JSON. */
export class FunctionError extends Error {
  readonly payload: ErrorPayload;

  constructor(payload: ErrorPayload) {
    super(payload.errorMessage);
    this.name = payload.errorType;
    this.payload = payload;
  }
}

/** Returns what Lambda reports when an invocation outlives the function's timeout. */
export const timedOut = (requestId: string, seconds: number): ErrorPayload => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
});

/** Returns what Lambda reports when the process of an invocation is gone. */
export const exited = (requestId: string): ErrorPayload => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
});

/** Returns an error thrown by a handler, as Lambda's Node runtime answers. */
export function errorPayload(error: unknown): ErrorPayload {
  if (typeof error !== 'object' || error === null || !('message' in error)) {
    return { errorType: error === null ? 'null' : typeof error, errorMessage: String(error), trace: [] };
  }
  const { name, message, stack } = error as Error;
  return { errorType: name || 'Error', errorMessage: String(message), trace: String(stack ?? '').split('\n') };
}

export interface Invocation {
  requestId: string;
  /** The event as JSON text. */
  payload: string;
  logStream: string;
}

export type Outcome = { result: string | undefined } | { error: ErrorPayload };

/** One way to run functions. Both answer with JSON text and hand on what the function prints, line by line. */
export interface Runner {
  run(definition: FunctionDefinition, invocation: Invocation, log: (line: string) => void): Promise<Outcome>;
  close(): Promise<void>;
}
