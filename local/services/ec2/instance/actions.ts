import { has } from '../../../kernel/facts';
import { AwsError } from '../../../kernel/types';
import { authorizeInstances } from '../state/authorize';
import { volumesRefusal } from '../state/encryption';
import { missingParameter } from '../state/faults';
import { reboot, start, stop, terminate } from './lifecycle';
import { requireVcpus } from './vcpu-limit';
import { stateOf } from './view';
import type { Instance, InstanceState } from '../state/model';
import { requireAll, type Handler, type Request } from '../state/simulation';

/**
 * Starts stopped instances. EC2 looks at the keys of their volumes after the call has succeeded: the caller must be
 * allowed to use them.
 */
export const startInstances: Handler = (request) => {
  const instances = named(request, ['stopped', 'pending', 'running'], 'started');
  const stopped = instances.filter(({ state }) => state === 'stopped');
  requireVcpus(
    request,
    stopped.map(({ type }) => type),
  );
  return changed('StartingInstances', instances, (instance) => {
    if (instance.state !== 'stopped') return;
    const refusal = volumesRefusal(
      request,
      instance.volumes.map(({ mapping }) => mapping),
    );
    start(request.simulation, request.region, instance, refusal);
  });
};

/** Stops running instances; a spot instance of a single request cannot be stopped. */
export const stopInstances: Handler = (request) => {
  const instances = named(request, ['pending', 'running', 'stopping', 'stopped'], 'stopped');
  for (const { id, spot, stopProtected } of instances) {
    if (spot && has(request.simulation.world, 'spot-instance-is-not-stopped'))
      throw new AwsError(
        'UnsupportedOperation',
        `You can't stop the Spot Instance '${id}' because it is associated with a one-time Spot Instance request.`,
      );
    if (stopProtected)
      throw new AwsError(
        'OperationNotPermitted',
        `The instance '${id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
      );
  }
  return changed('StoppingInstances', instances, (instance) => {
    if (instance.state === 'stopping' || instance.state === 'stopped') return;
    stop(request.simulation, request.region, instance, userInitiated);
  });
};

/** Restarts running instances; the answer comes before anything has happened. */
export const rebootInstances: Handler = (request) => {
  const instances = named(request, ['pending', 'running'], 'rebooted');
  return () => {
    for (const instance of instances) reboot(request.simulation, request.region, instance);
    return {};
  };
};

/** Terminates instances in any state; none of the call's instances goes if one of them is protected. */
export const terminateInstances: Handler = (request) => {
  const instances = named(
    request,
    ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'],
    'terminated',
  );
  for (const { id, terminationProtected } of instances) {
    if (terminationProtected)
      throw new AwsError(
        'OperationNotPermitted',
        `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
      );
  }
  return changed('TerminatingInstances', instances, (instance) =>
    terminate(request.simulation, request.region, instance, userInitiated),
  );
};

const userInitiated = {
  Code: 'Client.UserInitiatedShutdown',
  Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
};

function named(request: Request, allowed: readonly InstanceState[], participle: string): Instance[] {
  const given: string[] = request.input.InstanceIds ?? [];
  if (given.length === 0) throw missingParameter('InstanceIds');
  const isStrict = has(request.simulation.world, 'one-unknown-id-refuses-the-call');
  const ids = given.filter((id) => isStrict || request.region.instances.has(id));
  const instances = requireAll(request.simulation, request.region.instances, 'i-', ids);
  authorizeInstances(request, instances);
  for (const { id, state } of instances) {
    if (!allowed.includes(state)) {
      throw new AwsError(
        'IncorrectInstanceState',
        `The instance '${id}' is not in a state from which it can be ${participle}: its state is '${state}'.`,
      );
    }
  }
  return instances;
}

function changed(
  member: string,
  instances: readonly Instance[],
  change: (instance: Instance) => void,
): () => Record<string, any> {
  return () => ({
    [member]: instances.map((instance) => {
      const PreviousState = stateOf(instance.state);
      change(instance);
      return { InstanceId: instance.id, PreviousState, CurrentState: stateOf(instance.state) };
    }),
  });
}
