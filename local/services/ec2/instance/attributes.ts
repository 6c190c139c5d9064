import { InstanceAttributeName } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/types';
import { authorizeInstances } from '../state/authorize';
import { invalidValue, missingParameter, notSimulated, requireOneOf } from '../state/faults';
import type { Instance } from '../state/model';
import { requireOne, type Handler, type Request } from '../state/simulation';

/** One attribute of an instance: user data, protection, or what a shutdown from inside does. */
export const describeInstanceAttribute: Handler = (request) => {
  const instance = authorizedInstance(request);
  return () => ({ InstanceId: instance.id, ...attributeOf(instance, request.input.Attribute) });
};

function attributeOf(instance: Instance, attribute: string): Record<string, any> {
  switch (attribute) {
    case 'userData':
      return {
        UserData: instance.userData === undefined ? {} : { Value: Buffer.from(instance.userData).toString('base64') },
      };
    case 'disableApiTermination':
      return { DisableApiTermination: { Value: instance.terminationProtected } };
    case 'disableApiStop':
      return { DisableApiStop: { Value: instance.stopProtected } };
    case 'instanceInitiatedShutdownBehavior':
      return { InstanceInitiatedShutdownBehavior: { Value: instance.shutdownBehavior } };
    case 'instanceType':
      return { InstanceType: { Value: instance.type } };
    default:
      requireOneOf(InstanceAttributeName, 'attribute', attribute);
      throw notSimulated(`DescribeInstanceAttribute.Attribute '${attribute}'`);
  }
}

/** Changes protection, shutdown behavior or (of a stopped instance) user data. */
export const modifyInstanceAttribute: Handler = (request) => {
  const { input } = request;
  const instance = authorizedInstance(request);
  const changes = changesOf(input);
  if (Object.keys(changes).length === 0) throw missingParameter('attribute');
  const { shutdownBehavior } = changes;
  if (shutdownBehavior && !['stop', 'terminate'].includes(shutdownBehavior))
    throw invalidValue(`Value (${shutdownBehavior}) for parameter instanceInitiatedShutdownBehavior is invalid.`);
  if ('userData' in changes && instance.state !== 'stopped') {
    throw new AwsError(
      'IncorrectInstanceState',
      `The instance '${instance.id}' must be stopped to modify its user data: its state is '${instance.state}'.`,
    );
  }
  return () => {
    Object.assign(instance, changes);
    return {};
  };
};

type Changes = Partial<Pick<Instance, 'shutdownBehavior' | 'terminationProtected' | 'stopProtected' | 'userData'>>;

function changesOf(input: Record<string, any>): Changes {
  const changes: Changes = {};
  if (input.DisableApiTermination) changes.terminationProtected = input.DisableApiTermination.Value;
  if (input.DisableApiStop) changes.stopProtected = input.DisableApiStop.Value;
  if (input.InstanceInitiatedShutdownBehavior) changes.shutdownBehavior = input.InstanceInitiatedShutdownBehavior.Value;
  if (input.UserData) changes.userData = Buffer.from(input.UserData.Value ?? '').toString();
  if (input.Attribute === 'disableApiTermination') changes.terminationProtected = input.Value === 'true';
  else if (input.Attribute === 'disableApiStop') changes.stopProtected = input.Value === 'true';
  else if (input.Attribute === 'instanceInitiatedShutdownBehavior') changes.shutdownBehavior = input.Value;
  else if (input.Attribute) throw notSimulated(`ModifyInstanceAttribute.Attribute '${input.Attribute}'`);
  return changes;
}

/** The serial console, newest lines last, at most 64 KiB. */
export const getConsoleOutput: Handler = (request) => {
  const instance = authorizedInstance(request);
  const text = instance.console
    .map((line) => `${line}\n`)
    .join('')
    .slice(-65_536);
  return () => ({
    InstanceId: instance.id,
    Output: Buffer.from(text).toString('base64'),
    Timestamp: new Date(request.simulation.world.clock.now()),
  });
};

function authorizedInstance(request: Request): Instance {
  const { simulation, region, input } = request;
  if (!input.InstanceId) throw missingParameter('InstanceId');
  const instance = requireOne(simulation, region.instances, 'i-', input.InstanceId);
  authorizeInstances(request, [instance]);
  return instance;
}
