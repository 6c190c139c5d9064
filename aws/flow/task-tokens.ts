import { SendTaskFailureCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { isAwsError } from '../client/errors';
import { stepFunctions } from '../client/clients';

// Step Functions' limits in characters.
const longestError = 256;
const longestCause = 32_768;

/**
 * Completes a waiting state with this output. Returns false when the state no longer waits: it was answered, it timed
 * out, or its execution has ended.
 */
export function sendTaskSuccess(token: string, output: unknown): Promise<boolean> {
  return taken(() =>
    stepFunctions().send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output ?? null) })),
  );
}

/** Fails a waiting state with an error name and a cause. Returns false when the state no longer waits. */
export function sendTaskFailure(token: string, error: string, cause: string): Promise<boolean> {
  return taken(() =>
    stepFunctions().send(
      new SendTaskFailureCommand({
        taskToken: token,
        error: error.slice(0, longestError),
        cause: cause.slice(0, longestCause),
      }),
    ),
  );
}

async function taken(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (isAwsError(error, 'TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken')) return false;
    throw error;
  }
}
