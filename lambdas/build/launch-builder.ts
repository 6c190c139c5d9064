import { listResources, markRemoved } from '../../aws/catalog/resources';
import { addWarnings, enterStage, updateRun } from '../../aws/catalog/runs';
import { environment } from '../../aws/client/environment';
import type { RunInstanceRequest } from '../../aws/instance/run';
import { presignPut } from '../../aws/storage/objects';
import { onDemandWarning } from '../../core/instance/launch-refusal';
import { instanceTags } from '../../core/instance/tags';
import { readyUserData } from '../../core/instance/scripts';
import type { BuildPlan } from '../../core/model/run';
import { launchBuilderInput } from '../../core/run/step-inputs';
import { builderSeconds, builderShutdownSeconds } from '../../core/run/time-limits';
import { launchFirstCandidate } from '../../usecases/instance/launch-candidate';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun, planOf } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/** Returns the key and the devices of the base. The key also encrypts the volumes of the recipe. */
const encryptionOf = ({ base }: BuildPlan, key: string): RunInstanceRequest['encryption'] => ({
  key,
  devices: [base.root_device, ...(base.data_devices ?? [])],
});

/** Records that EC2 took a spot builder back, and that the build begins again on demand. */
async function recordLost(buildId: string, instanceId: string, now: Date): Promise<void> {
  const made = (await listResources(buildId)).find(({ id }) => id === instanceId);
  if (made) await markRemoved(made, now);
  await addWarnings(buildId, [
    `EC2 took the spot builder ${instanceId} back, so the build began again with a builder on demand`,
  ]);
}

/**
 * Launches the builder from the base of the plan: as a spot instance if the plan says so, and on demand where EC2 has
 * none, or has taken one back. The builder ends itself, and the reaper knows its deadline.
 */
export const handler = step(launchBuilderInput, async ({ build_id, lost }, now) => {
  const run = await openRun(build_id);
  const plan = planOf(run);
  const asSpot = plan.spot === true && lost === undefined;
  await enterStage(build_id, 'launch', now, `${plan.instance_types[0]}${asSpot ? ' (spot)' : ''}`);
  const settings = environment();
  const readyKey = objectKeys.ready(build_id, 'builder');
  if (lost) await recordLost(build_id, lost.instance_id, now);
  const { refused, ...launched } = await launchFirstCandidate(
    {
      region: run.region,
      imageId: plan.base.ami_id,
      profileName: settings.builderProfile,
      securityGroupIds: [settings.securityGroup],
      userData: readyUserData({
        readyUrl: await presignPut(readyKey, plan.limits.ready_seconds),
        shutdownMinutes: Math.ceil(builderShutdownSeconds(plan, run.keep_failed_seconds) / 60),
      }),
      volumeSizeGb: plan.volume_size_gb,
      rootDevice: plan.base.root_device,
      dataVolumes: plan.volumes,
      deletedDevices: plan.base.kept_devices,
      encryption: plan.encryption_key === undefined ? undefined : encryptionOf(plan, plan.encryption_key),
      shutdownBehavior: 'stop',
      tags: instanceTags({
        now,
        name: plan.image_name,
        purpose: 'ami-build',
        build_id,
        deployment: settings.deployment,
        ttl_seconds: builderSeconds(plan),
        base_ami: plan.base.ami_id,
      }),
    },
    {
      buildId: build_id,
      purpose: 'builder',
      instanceTypes: plan.instance_types,
      subnets: settings.subnets,
      spot: asSpot,
      now,
    },
  );
  const { instance_id, instance_type, spot } = launched;
  await updateRun(build_id, { builder: { instance_id, instance_type, market: spot ? 'spot' : 'on-demand' } }, now);
  const warning = asSpot && !spot ? onDemandWarning(refused, run.warnings) : undefined;
  if (warning !== undefined) await addWarnings(build_id, [warning]);
  return { ...launched, region: run.region, ready_key: readyKey, launched_at: now.toISOString() };
});
