import { readInstanceReservation, reserveInstance } from '../../aws/catalog/reservations';
import { enterStage, getRun } from '../../aws/catalog/runs';
import { SpawnError } from '../../core/errors';
import type { Run } from '../../core/model/run';

/**
 * Makes sure that no other operation creates an image of the instance at the same time: CreateImage may reboot it,
 * which ends the scripts of the other. Builds have instances of their own. Throws InstanceBusy, which the state
 * machines try again, while another operation holds the instance.
 */
export async function reserveForImage(
  run: Run,
  { region, instance_id: id }: { region: string; instance_id: string },
  now: Date,
): Promise<void> {
  if (run.kind !== 'create' || (await reserveInstance(region, id, run.build_id))) return;
  const holder = await readInstanceReservation(region, id);
  const isFree = holder === undefined || (await getRun(holder))?.status !== 'running';
  if (isFree && (await reserveInstance(region, id, run.build_id, holder))) return;
  await enterStage(run.build_id, 'clean', now, `waiting for ${holder}`);
  throw new SpawnError('InstanceBusy', `${holder} is still creating an image of ${id}. It is retried.`, {
    instance_id: id,
    build_id: holder,
  });
}
