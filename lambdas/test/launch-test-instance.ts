import { enterStage } from '../../aws/catalog/runs';
import { environment } from '../../aws/client/environment';
import { describeImage } from '../../aws/image/describe';
import { presignPut } from '../../aws/storage/objects';
import { readyUserData } from '../../core/instance/scripts';
import { instanceTags } from '../../core/instance/tags';
import { testInstanceSeconds } from '../../core/run/time-limits';
import { launchTestInput } from '../../core/run/step-inputs';
import { launchFirstCandidate } from '../../usecases/instance/launch-candidate';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/** Launches a fresh instance of one type from the image. It terminates itself, and the reaper knows its deadline. */
export const handler = step(launchTestInput, async ({ build_id, image, test }, now) => {
  const run = await openRun(build_id);
  const isReplica = test.purpose === 'replica-test';
  await enterStage(
    build_id,
    isReplica ? 'replicate' : 'test',
    now,
    isReplica ? `${test.instance_type} in ${image.region}` : test.instance_type,
  );
  const settings = environment();
  const readySeconds = run.plan?.limits.ready_seconds ?? 900;
  const seconds = testInstanceSeconds(readySeconds, test.timeout_seconds);
  const home = image.region === settings.homeRegion;
  const readyKey = objectKeys.ready(build_id, test.name);
  // Nothing else would delete the volumes that the image lets EC2 keep.
  const kept = (await describeImage(image.region, image.ami_id))?.block_devices.filter((each) => each.kept) ?? [];
  const { instance_id, instance_type } = await launchFirstCandidate(
    {
      region: image.region,
      imageId: image.ami_id,
      profileName: settings.builderProfile,
      securityGroupIds: home ? [settings.securityGroup] : undefined,
      userData: readyUserData({
        readyUrl: await presignPut(readyKey, readySeconds),
        shutdownMinutes: Math.ceil(seconds / 60),
      }),
      volumeInitializationRate: test.initialization?.rate,
      rootDevice: test.initialization?.root_device,
      deletedDevices: kept.map(({ device }) => device),
      shutdownBehavior: 'terminate',
      tags: instanceTags({
        now,
        name: `${build_id} ${test.name}`,
        purpose: 'ami-test',
        build_id,
        deployment: settings.deployment,
        ttl_seconds: seconds,
        base_ami: image.ami_id,
      }),
    },
    {
      buildId: build_id,
      purpose: test.name,
      instanceTypes: [test.instance_type],
      subnets: home ? settings.subnets : [],
      now,
    },
  );
  const launched_at = now.toISOString();
  return { instance_id, instance_type, region: image.region, ready_key: readyKey, launched_at };
});
