import { Client } from '@smithy/core/client';

export interface Call {
  action: string;
  region: string;
  input: any;
}

type Answer = Record<string, unknown> | Error;

/**
 * Answers every SDK call by its action, one answer after the other, the last one again and again; gives the calls made.
 */
export function fakeAws(answers: Record<string, Answer | Answer[]>): Call[] {
  const calls: Call[] = [];
  const left = new Map(
    Object.entries(answers).map(([action, answer]) => [action, Array.isArray(answer) ? [...answer] : [answer]]),
  );
  jest.spyOn(Client.prototype, 'send').mockImplementation(async function send(this: any, command: any) {
    const action = command.constructor.name.replace(/Command$/, '');
    calls.push({ action, region: await this.config.region(), input: structuredClone(command.input) });
    const own = left.get(action);
    if (!own?.length) throw new Error(`the test has no answer for ${action}`);
    const answer = own.length > 1 ? own.shift() : own[0];
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return calls;
}

/** An error as the SDK throws it. */
export function awsError(name: string, message = 'AWS says no', attempts = 1): Error {
  return Object.assign(new Error(message), { name, $metadata: { attempts } });
}

/** The environment that a deployment gives. */
export function setEnvironment(extra: Record<string, string> = {}): void {
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    SPAWN_DEPLOYMENT: 'dev@us-east-1',
    SPAWN_TABLE: 'spawn-dev-catalog',
    SPAWN_BUCKET: 'spawn-dev-artifacts',
    SPAWN_REGIONS: 'us-east-1,eu-west-1',
    SPAWN_MACHINES: 'arn:aws:states:us-east-1:123456789012:stateMachine:spawn-dev-',
    ...extra,
  });
}
