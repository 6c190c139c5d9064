import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { explainAwsError } from '../../aws/client/errors';
import { SpawnError } from '../../core/errors';

export const logger = new Logger();

/** Facts that a log line may carry; nothing else of an input is logged. */
function loggable(input: unknown): Record<string, unknown> {
  const fields = ['build_id', 'region', 'execution', 'state'] as const;
  const nested = (input as { input?: object })?.input ?? {};
  const all = { ...(input as object), ...nested } as Record<string, unknown>;
  return Object.fromEntries(
    fields.filter((field) => typeof all[field] === 'string').map((field) => [field, all[field]]),
  );
}

/**
 * A handler of a state: parses the event by its schema (InvalidStepInput otherwise), runs, and lets errors out under
 * their own names, so that Catch and Retry see them. Handlers do not catch.
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
