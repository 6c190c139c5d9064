import { enterStage } from '../../aws/catalog/runs';
import { presignGet, presignPut } from '../../aws/storage/objects';
import { checksUserData } from '../../core/image/creation';
import { sha256 } from '../../core/lib/digest';
import { scriptCommand } from '../../core/instance/scripts';
import type { StageName } from '../../core/model/run';
import { runScriptInput } from '../../core/run/step-inputs';
import { unlessInterrupted } from '../../usecases/instance/interruption';
import { reserveForImage } from '../../usecases/instance/reserve';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun } from '../../usecases/run/require-open';
import { putCopyScript } from '../../usecases/run/copy-files';
import { putSecretEnvironment } from '../../usecases/run/secret-environment';
import { sendOnce } from '../../usecases/run/send-once';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

const stages: Record<string, StageName> = {
  files: 'provision',
  provision: 'provision',
  cleanup: 'clean',
  test: 'test',
  'replica-test': 'replicate',
};

/** Sends one script to an instance and waits for its end. A retry waits for the command that was sent already. */
export const handler = step(runScriptInput, async (event, now) => {
  const { build_id, instance, script } = event.input;
  const run = await openRun(build_id);
  await reserveForImage(run, instance, now);
  const seconds = script.timeout_seconds + 600;
  const checkUserData = script.purpose === 'cleanup' && checksUserData(run, 'cleanup');
  const { commandId, first } = await unlessInterrupted(instance, `the script ${script.name}`, () =>
    sendOnce({
      run,
      region: instance.region,
      instanceId: instance.instance_id,
      name: script.name,
      timeoutSeconds: script.timeout_seconds,
      now,
      command: async () => {
        const environmentKey =
          script.purpose === 'provision' && run.plan
            ? await putSecretEnvironment(run.plan.secrets, objectKeys.environment(build_id, script.name))
            : undefined;
        return scriptCommand({
          lock: sha256(`${build_id}\n${script.name}`),
          scriptUrl: await presignGet(
            script.purpose === 'files'
              ? await putCopyScript(script.key, objectKeys.environment(build_id, script.name), seconds)
              : script.key,
            seconds,
          ),
          outputUrl: await presignPut(objectKeys.output(build_id, script.name), seconds),
          environmentUrl: environmentKey && (await presignGet(environmentKey, seconds)),
          checkUserData,
        });
      },
    }),
  );
  await waitFor(
    event,
    {
      condition: 'command-finished',
      resource: `command:${commandId}`,
      build_id,
      region: instance.region,
      instance_id: instance.instance_id,
      command_id: commandId,
      subject: script.name,
      limit_seconds: script.timeout_seconds,
      ...(checkUserData && { checks_user_data: true }),
    },
    // The wait is stored a moment after sending, long before an agent has started the script.
    { now, timeoutSeconds: script.task_timeout_seconds, look: !first },
  );
  // The previous stage lasts until the instance accepts the script.
  await enterStage(build_id, stages[script.purpose] ?? 'provision', now, script.name);
});
