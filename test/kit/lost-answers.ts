import type { Call, Service } from '../../local/kernel/types';
import { AwsError } from './local-mode';
import type { Journey } from './journey';

/**
 * Lets a call of EC2, or of another service, take effect and loses its answer, so many times: the caller sees an
 * internal error.
 */
export function loseAnswers(journey: Journey, action: string, times: number, service = 'ec2'): { lost: number } {
  const { services } = journey.local.world;
  const inner = services.get(service) as Service;
  const count = { lost: 0 };
  const losing: Service = {
    async call(call: Call) {
      const answer = await inner.call(call);
      if (call.action !== action || count.lost >= times) return answer;
      count.lost += 1;
      throw new AwsError('InternalError', 'An internal error has occurred', 500);
    },
  };
  services.set(service, losing);
  return count;
}

/**
 * Lets a function do its work and loses its answer once, as when its host goes away: the state machine sees Lambda's
 * own error.
 */
export function loseFunctionAnswer(journey: Journey, functionName: string): { lost: number } {
  const { lambda } = journey.local;
  const invoke = lambda.invoke;
  const count = { lost: 0 };
  lambda.invoke = async (name, payload) => {
    const answer = await invoke(name, payload);
    if (!name.endsWith(`:${functionName}`) || count.lost > 0) return answer;
    count.lost += 1;
    throw new AwsError('ServiceException', 'Service error.', 500);
  };
  return count;
}
