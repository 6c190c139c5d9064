import { enterStage } from '../../aws/catalog/runs';
import { presignGet, presignPut, putObject } from '../../aws/storage/objects';
import { commandNames } from '../../core/build/steps';
import { imageManifest, manifestTitle } from '../../core/provenance/manifest';
import { cleanCommand } from '../../core/instance/scripts';
import { searchScript } from '../../core/residue/script';
import { secretTexts } from '../../core/residue/secret-text';
import { cleanBuilderInput } from '../../core/run/step-inputs';
import { unlessInterrupted } from '../../usecases/instance/interruption';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun, planOf } from '../../usecases/run/require-open';
import { putSecretEnvironment, readSecrets } from '../../usecases/run/secret-environment';
import { sendOnce } from '../../usecases/run/send-once';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

const linesOf = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');

/** Starts the last, detached script of a builder and waits for the residue report that the script writes. */
export const handler = step(cleanBuilderInput, async (event, now) => {
  const { build_id, instance, timeout_seconds } = event.input;
  const run = await openRun(build_id);
  const plan = planOf(run);
  await enterStage(build_id, 'clean', now);
  const reportKey = objectKeys.residue(build_id);
  const { first } = await unlessInterrupted(instance, 'its cleaning', () =>
    sendOnce({
      run,
      region: instance.region,
      instanceId: instance.instance_id,
      name: commandNames.clean,
      timeoutSeconds: 600,
      now,
      command: async () => {
        const environmentKey = await putSecretEnvironment(plan.secrets, objectKeys.environment(build_id, 'clean'));
        const secretsKey = environmentKey && objectKeys.environment(build_id, 'values');
        if (secretsKey)
          await putObject(secretsKey, linesOf(secretTexts(Object.values(await readSecrets(plan.secrets)))));
        const searchKey = objectKeys.environment(build_id, 'search');
        await putObject(searchKey, searchScript());
        return cleanCommand({
          seconds: plan.limits.clean_seconds,
          cleanupUrl: plan.cleanup_key && (await presignGet(plan.cleanup_key, timeout_seconds)),
          packagesUrl: await presignPut(objectKeys.packages(build_id), timeout_seconds),
          reportUrl: await presignPut(reportKey, timeout_seconds),
          searchUrl: await presignGet(searchKey, timeout_seconds),
          environmentUrl: environmentKey && (await presignGet(environmentKey, timeout_seconds)),
          secretsUrl: secretsKey && (await presignGet(secretsKey, timeout_seconds)),
          frozenUrl: instance.spot ? await presignPut(objectKeys.frozen(build_id), timeout_seconds) : undefined,
          manifest: { text: imageManifest(run, now), title: manifestTitle },
        });
      },
    }),
  );
  await waitFor(
    event,
    {
      condition: 'object-written',
      resource: `object:${reportKey}`,
      build_id,
      region: instance.region,
      instance_id: instance.instance_id,
      object_key: reportKey,
      subject: 'residue report',
    },
    { now, timeoutSeconds: timeout_seconds, look: !first },
  );
});
