import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { explainAwsError } from '../../aws/client/errors';
import { SpawnError } from '../../core/errors';

export const logger = new Logger();

/** Returns the facts of an input that may be logged. Nothing else of an input is logged. */
function loggable(input: unknown): Record<string, unknown> {
  const fields = ['build_id', 'region', 'execution', 'state'] as const;
  const nested = (input as { input?: object })?.input ?? {};
  const all = { ...(input as object), ...nested } as Record<string, unknown>;
  return Object.fromEntries(
    fields.filter((field) => typeof all[field] === 'string').map((field) => [field, all[field]]),
  );
}

/**
 * Returns a handler of a state. It parses the event with its schema, throws InvalidStepInput for an invalid event, and
 * throws errors under their own names for Catch and Retry. Handlers do not catch.
 */
export function step<Schema extends z.ZodType, Answer>(
  schema: Schema,
  run: (input: z.infer<Schema>, now: Date) => Promise<Answer>,
): (event: unknown) => Promise<Answer> {
  return async (event) => {
    const parsed = schema.safeParse(event);
    if (!parsed.success)
      throw new SpawnError('InvalidStepInput', `the input of the state is invalid: ${z.prettifyError(parsed.error)}`);
    const fields = loggable(parsed.data);
    try {
      const answer = await run(parsed.data, new Date());
      logger.info('step done', fields);
      return answer;
    } catch (error) {
      const named = explainAwsError(error);
      logger.warn('step failed', {
        ...fields,
        error_name: (named as Error).name,
        error_message: (named as Error).message,
      });
      throw named;
    }
  };
}
