import { describeInstance } from '../../aws/instance/describe';
import { SpawnError, type ErrorName } from '../../core/errors';
import { interruptionText, isInterrupted } from '../../core/run/interruption';

// What AWS answers for an instance that is no longer there, in our names.
const lost: readonly string[] = [
  'InstanceLost',
  'InstanceNotReady',
  'InstanceUnreachable',
  'WrongState',
] satisfies ErrorName[];

/**
 * Does something with an instance. Throws SpotInterrupted in place of an error about a lost instance if EC2 took it
 * back. `during` says what is done, for the message.
 */
export async function unlessInterrupted<Answer>(
  { instance_id: id, region }: { instance_id: string; region: string },
  during: string,
  act: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof SpawnError) || !lost.includes(error.name)) throw error;
    const instance = await describeInstance(region, id);
    if (!instance || !isInterrupted(instance)) throw error;
    throw new SpawnError('SpotInterrupted', interruptionText(instance, during), { instance_id: id, region });
  }
}
