import type { Call, Service } from '../../local/kernel/types';
import { AwsError } from './local-mode';
import type { Journey } from './journey';

/** Lets EC2, or another service, refuse the calls that `when` picks, with this error, until `when` picks none. */
export function refuseCalls(
  journey: Journey,
  when: (call: Call) => boolean,
  code = 'OperationNotPermitted',
  message = 'not today',
  service = 'ec2',
  status = 400,
): void {
  const { services } = journey.local.world;
  const inner = services.get(service) as Service;
  services.set(service, {
    inAllAccounts: inner.inAllAccounts,
    async call(call: Call) {
      if (when(call)) throw new AwsError(code, message, status);
      return inner.call(call);
    },
  });
}

/**
 * Does something once, in the middle of the first call of EC2 that `when` picks: after it took effect, before its
 * answer is heard.
 */
export function meanwhile(
  journey: Journey,
  when: (call: Call) => boolean,
  act: () => Promise<unknown>,
): { done: boolean } {
  const { services } = journey.local.world;
  const ec2 = services.get('ec2') as Service;
  const state = { done: false };
  services.set('ec2', {
    async call(call: Call) {
      const answer = await ec2.call(call);
      if (state.done || !when(call)) return answer;
      state.done = true;
      await act();
      return answer;
    },
  });
  return state;
}
