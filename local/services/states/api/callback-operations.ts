import type { Operations } from '../../../kernel/service';
import { AwsError } from '../../../kernel/types';
import type { Json } from '../value/json';
import { PAYLOAD_LIMIT } from '../value/json';
import type { TaskTokens } from '../run/task-tokens';
import { optional, required } from './members';

const LONGEST_ERROR = 256;
const LONGEST_CAUSE = 32_768;

/** Returns the operations that send a task token back. They have no resource type: they are authorized on `*`. */
export function callbackOperations(tokens: TaskTokens): Operations {
  return {
    SendTaskSuccess: {
      parameters: ['taskToken', 'output'],
      run: (call) => {
        call.authorize('states:SendTaskSuccess', '*');
        tokens.succeed(required(call, 'taskToken'), parse(required(call, 'output')));
        return {};
      },
    },
    SendTaskFailure: {
      parameters: ['taskToken', 'error', 'cause'],
      run: (call) => {
        call.authorize('states:SendTaskFailure', '*');
        tokens.fail(
          required(call, 'taskToken'),
          optional(call, 'error', LONGEST_ERROR),
          optional(call, 'cause', LONGEST_CAUSE),
        );
        return {};
      },
    },
    SendTaskHeartbeat: {
      parameters: ['taskToken'],
      run: (call) => {
        call.authorize('states:SendTaskHeartbeat', '*');
        tokens.beat(required(call, 'taskToken'));
        return {};
      },
    },
  };
}

function parse(output: string): Json {
  if (Buffer.byteLength(output) > PAYLOAD_LIMIT)
    throw new AwsError('InvalidOutput', `Invalid Output: it is larger than ${PAYLOAD_LIMIT} bytes.`);
  try {
    return JSON.parse(output) as Json;
  } catch (problem) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${(problem as Error).message}'`);
  }
}
