import { sourceKeys } from '../events/source-keys';
import { resourceDenial } from '../iam/authorize';
import { decideByResource } from '../iam/resource-policy';
import { has } from '../../kernel/facts';
import { hex, uuid } from '../../kernel/random';
import type { OperationService } from '../../kernel/service';
import { createService } from '../../kernel/service';
import type { World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import { invokeAsync } from './async-invoke';
import type { DefinedFunction, FunctionDefinition, Runner } from './definition';
import { FunctionError } from './definition';

const LARGEST = 6 * 1024 * 1024;

export interface Lambda extends OperationService {
  define(definition: FunctionDefinition): DefinedFunction;
  find(nameOrArn: string): DefinedFunction | undefined;
  /**
   * Invokes and waits. Throws FunctionError for the function's own failure, AwsError when it does not exist or the
   * payload is too large, or as many as the account may run are running.
   */
  invoke(nameOrArn: string, payload: unknown): Promise<unknown>;
  /** Invokes without waiting, with the retries and destinations of the template. */
  invokeLater(nameOrArn: string, payload: unknown): void;
  /** Throws AwsError `AccessDeniedException` unless the function's permissions let the service in from that source. */
  admit(nameOrArn: string, service: string, sourceArn: string): void;
  close(): Promise<void>;
}

export interface LambdaOptions {
  world: World;
  runner: Runner;
  /** How many invocations run at once in a region at most: the account's quota of concurrent executions. */
  concurrency: number;
  /** Where printed lines go. */
  log(definition: FunctionDefinition, stream: string, line: string): void;
}

/**
 * Lambda: the functions of the templates, run by the given runner; invoked by services, by the API Invoke and by
 * events.
 */
export function createLambda({ world, runner, concurrency, log }: LambdaOptions): Lambda {
  const running = new Map<string, number>();
  const functions = new Map<string, DefinedFunction>();
  const find = (nameOrArn: string): DefinedFunction | undefined =>
    functions.get(nameOrArn.replace(/^arn:aws:lambda:[^:]+:[^:]+:function:/, '').replace(/:\$LATEST$/, ''));

  function existing(nameOrArn: string): DefinedFunction {
    const found = find(nameOrArn);
    if (!found) throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
    return found;
  }

  async function invoke(nameOrArn: string, payload: unknown): Promise<unknown> {
    const definition = existing(nameOrArn);
    const text = JSON.stringify(payload ?? null);
    if (Buffer.byteLength(text) > LARGEST && has(world, 'lambda-payload-6-mib'))
      throw new AwsError(
        'RequestTooLargeException',
        `Request must be smaller than ${LARGEST} bytes for the InvokeFunction operation`,
        413,
      );
    const [, , , region = ''] = definition.arn.split(':');
    const count = running.get(region) ?? 0;
    if (count >= concurrency) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    running.set(region, count + 1);
    try {
      return await execute(definition, text);
    } finally {
      running.set(region, (running.get(region) ?? 1) - 1);
    }
  }

  async function execute(definition: DefinedFunction, text: string): Promise<unknown> {
    const day = new Date(world.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    const stream = `${day}/[$LATEST]${hex(world.random, 32)}`;
    const requestId = uuid(world.random);
    const began = world.clock.now();
    log(definition, stream, `START RequestId: ${requestId} Version: $LATEST`);
    const outcome = await runner.run(definition, { requestId, payload: text, logStream: stream }, (line) =>
      log(definition, stream, line),
    );
    if ('error' in outcome)
      log(definition, stream, `${requestId} ERROR ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
    log(definition, stream, `END RequestId: ${requestId}`);
    log(
      definition,
      stream,
      `REPORT RequestId: ${requestId} Duration: ${(world.clock.now() - began).toFixed(2)} ms Memory Size: ${definition.memoryMegabytes} MB`,
    );
    if ('error' in outcome) throw new FunctionError(outcome.error);
    if (Buffer.byteLength(outcome.result ?? '') > LARGEST) {
      throw new FunctionError({
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${LARGEST} bytes).`,
      });
    }
    return outcome.result === undefined ? null : JSON.parse(outcome.result);
  }

  const invokeLater = (nameOrArn: string, payload: unknown): void =>
    invokeAsync(world, existing(nameOrArn), payload, invoke);

  const service = createService('lambda', {
    Invoke: {
      parameters: ['FunctionName', 'InvocationType', 'Payload'],
      async run(call) {
        const { FunctionName, InvocationType = 'RequestResponse', Payload } = call.input;
        const name = String(FunctionName).replace(/^arn:.*:function:/, '');
        call.authorize(
          'lambda:InvokeFunction',
          find(FunctionName)?.arn ?? `arn:aws:lambda:${call.region}:${world.accountId}:function:${name}`,
        );
        const payload = Payload instanceof Uint8Array ? JSON.parse(Buffer.from(Payload).toString() || 'null') : Payload;
        if (InvocationType === 'Event') {
          invokeLater(FunctionName, payload);
          return { StatusCode: 202, Payload: new Uint8Array() };
        }
        try {
          return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(await invoke(FunctionName, payload))) };
        } catch (error) {
          if (!(error instanceof FunctionError)) throw error;
          return { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(error.payload)) };
        }
      },
    },
  });

  return {
    ...service,
    find,
    invoke,
    invokeLater,
    define(definition) {
      const defined: DefinedFunction = {
        ...definition,
        async: { maximumRetries: 2, maximumAgeSeconds: 6 * 3600 },
        permissions: { Version: '2012-10-17', Statement: [] },
      };
      functions.set(definition.name, defined);
      return defined;
    },
    admit(nameOrArn, asker, sourceArn) {
      const definition = existing(nameOrArn);
      const context = sourceKeys(world, asker, sourceArn);
      if (
        decideByResource(
          definition.permissions,
          { service: asker },
          'lambda:InvokeFunction',
          definition.arn,
          context,
        ) !== 'allowed'
      ) {
        throw resourceDenial(asker, 'lambda:InvokeFunction', definition.arn, sourceArn);
      }
    },
    close: () => runner.close(),
  };
}
