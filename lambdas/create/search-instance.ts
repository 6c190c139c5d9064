import { intendResource, listResources, recordResource } from '../../aws/catalog/resources';
import { enterStage } from '../../aws/catalog/runs';
import { sendScript } from '../../aws/commands';
import { environment } from '../../aws/environment';
import { presignGet, presignPut, putObject } from '../../aws/objects';
import { searchCommand } from '../../core/instance-scripts';
import { searchSeconds } from '../../core/instance-search';
import { searchScript } from '../../core/residue-script';
import { searchInstanceInput } from '../../core/steps';
import { objectKeys } from '../object-keys';
import { openRun } from '../open-run';
import { step } from '../step';
import { waitFor } from '../wait-for';

/** Searches a person's instance for secrets before its image is made, and waits for the end of that. */
export const handler = step(searchInstanceInput, async (event, now) => {
  const { build_id, builder, timeout_seconds } = event.input;
  const { instance_id: instanceId, region } = builder;
  await openRun(build_id);
  const intent = {
    build_id,
    type: 'command' as const,
    region,
    intent: `${instanceId}/search`,
    purpose: 'search',
    created_at: now.toISOString(),
  };
  await intendResource(intent);
  const sent = (await listResources(build_id)).find((resource) => resource.intent === intent.intent && resource.id);
  const searchKey = objectKeys.environment(build_id, 'search');
  if (!sent) await putObject(searchKey, searchScript());
  const commandId =
    sent?.id ??
    (await sendScript({
      region,
      instanceId,
      commands: [
        searchCommand({
          seconds: searchSeconds,
          searchUrl: await presignGet(searchKey, timeout_seconds),
          reportUrl: await presignPut(objectKeys.residue(build_id), timeout_seconds),
        }),
      ],
      timeoutSeconds: searchSeconds + 300,
      logGroup: environment().logGroup,
      comment: `${build_id} search`,
    }));
  await recordResource({ ...intent, id: commandId });
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
    },
    { now, timeoutSeconds: timeout_seconds, look: sent !== undefined },
  );
  await enterStage(build_id, 'clean', now, 'search');
});
