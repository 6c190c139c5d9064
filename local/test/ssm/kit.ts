import { createSsm, type Ssm } from '../../services/ssm/service';
import { AwsError } from '../../kernel/types';
import { factOff } from '../kit/facts';
import { caller, kit, type Kit } from '../ec2/kit';
import type { Ec2Options } from '../../services/ec2/state/options';

export interface SsmKit extends Kit {
  ssm: Ssm;
  /** Calls Systems Manager as the administrator. */
  ask: Kit['call'];
  /** Sends a script to an instance and gives the command's id. */
  send(instanceId: string, commands: string[], input?: object): Promise<string>;
  result(commandId: string, instanceId: string): Promise<any>;
}

/** Systems Manager over the simulated EC2; denials count for the agents' roles too. */
export function ssmKit(options: Partial<Omit<Ec2Options, 'world' | 'guests'>> = {}): SsmKit {
  const base = kit(options);
  const ssm = createSsm({
    ...factOff().ssm,
    world: base.world,
    ec2: base.ec2,
    authorizeAs(_principal, action, resource) {
      if (base.denials.some((denial) => denial.action === action))
        throw new AwsError('AccessDeniedException', `${action} on ${resource}`);
    },
  });
  const ask = caller(ssm, 'ssm', base.authorized, base.denials);
  return {
    ...base,
    ssm,
    ask,
    send: async (instanceId, commands, input = {}) =>
      (
        await ask('SendCommand', {
          DocumentName: 'AWS-RunShellScript',
          InstanceIds: [instanceId],
          Parameters: { commands },
          ...input,
        })
      ).Command.CommandId,
    result: (CommandId, InstanceId) => ask('GetCommandInvocation', { CommandId, InstanceId }),
  };
}
