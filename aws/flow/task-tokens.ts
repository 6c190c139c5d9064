import { SendTaskFailureCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { isAwsError } from '../client/errors';
import { stepFunctions } from '../client/clients';

// Step Functions' limits of characters.
const longestError = 256;
const longestCause = 32_768;

/**
 * Lets a waiting state go on with this output; false when it waits no longer: answered already, timed out, or its
 * execution is over.
 */
export function sendTaskSuccess(token: string, output: unknown): Promise<boolean> {
  return taken(() =>
    stepFunctions().send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output ?? null) })),
  );
}

/** Lets a waiting state fail with an error's name and its cause; false when it waits no longer. */
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
