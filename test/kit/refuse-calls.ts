import type { Call, Service } from '../../local/types';
import { AwsError } from '../../local/types';
import type { Journey } from './journey';

/** Lets EC2 refuse the calls that `when` picks, with this error, until `when` picks none. */
export function refuseCalls(journey: Journey, when: (call: Call) => boolean, code = 'OperationNotPermitted', message = 'not today'): void {
  const { services } = journey.local.world;
  const ec2 = services.get('ec2') as Service;
  services.set('ec2', {
    async call(call: Call) {
      if (when(call)) throw new AwsError(code, message);
      return ec2.call(call);
    },
  });
}
