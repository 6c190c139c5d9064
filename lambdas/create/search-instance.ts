import { enterStage } from '../../aws/catalog/runs';
import { presignGet, presignPut, putObject } from '../../aws/storage/objects';
import { checksUserData } from '../../core/image/creation';
import { searchCommand } from '../../core/instance/scripts';
import { searchSeconds } from '../../core/run/time-limits';
import { searchScript } from '../../core/residue/script';
import { searchInstanceInput } from '../../core/run/step-inputs';
import { reserveForImage } from '../../usecases/instance/reserve';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun } from '../../usecases/run/require-open';
import { sendOnce } from '../../usecases/run/send-once';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

/** Searches a prepared instance for secrets before its image is created, and waits for the end of the search. */
export const handler = step(searchInstanceInput, async (event, now) => {
  const { build_id, builder, timeout_seconds } = event.input;
  const { instance_id: instanceId, region } = builder;
  const run = await openRun(build_id);
  await reserveForImage(run, builder, now);
  const checkUserData = checksUserData(run, 'search');
  const { commandId, first } = await sendOnce({
    run,
    region,
    instanceId,
    name: 'search',
    timeoutSeconds: searchSeconds + 300,
    now,
    command: async () => {
      const searchKey = objectKeys.environment(build_id, 'search');
      await putObject(searchKey, searchScript());
      return searchCommand({
        seconds: searchSeconds,
        searchUrl: await presignGet(searchKey, timeout_seconds),
        reportUrl: await presignPut(objectKeys.residue(build_id), timeout_seconds),
        checkUserData,
      });
    },
  });
  await waitFor(
    event,
    {
      condition: 'command-finished',
      resource: `command:${commandId}`,
      build_id,
      region,
      instance_id: instanceId,
      command_id: commandId,
      subject: 'search',
      ...(checkUserData && { checks_user_data: true }),
    },
    { now, timeoutSeconds: timeout_seconds, look: !first },
  );
  await enterStage(build_id, 'clean', now, 'search');
});
