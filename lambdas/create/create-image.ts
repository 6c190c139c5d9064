import { recordImageEvent } from '../../aws/catalog/image-events';
import { saveImage } from '../../aws/catalog/images';
import { intendOnce, recordResource } from '../../aws/catalog/resources';
import { enterStage, updateRun } from '../../aws/catalog/runs';
import { createImage } from '../../aws/image/create';
import { environment } from '../../aws/client/environment';
import { findImageByName } from '../../aws/image/describe';
import { withRetries } from '../../aws/client/pause';
import { getText, putObject } from '../../aws/storage/objects';
import { catalogRecord } from '../../core/catalog/record';
import { SpawnError } from '../../core/errors';
import { eventOfRun } from '../../core/image/event';
import { bornConsistency } from '../../core/image/consistency';
import { imageRequestOf } from '../../core/image/creation';
import { imageTags } from '../../core/image/tags';
import { approvalSeconds, candidateDeadline } from '../../core/run/time-limits';
import type { Run } from '../../core/model/run';
import { builderInput } from '../../core/run/step-inputs';
import { tagKeys, type Tags } from '../../core/tags';
import { unlessInterrupted } from '../../usecases/instance/interruption';
import { reserveForImage } from '../../usecases/instance/reserve';
import { haveSnapshotsStarted } from '../../usecases/instance/snapshots-started';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/** Returns the image with that name if this run created it and the answer was lost. */
async function madeEarlier(region: string, name: string, buildId: string): Promise<string | undefined> {
  const found = await findImageByName(region, name);
  return found?.tags[tagKeys.buildId] === buildId ? found.image_id : undefined;
}

async function create(request: Parameters<typeof createImage>[0], buildId: string): Promise<string> {
  try {
    return await createImage(request);
  } catch (error) {
    if (!(error instanceof SpawnError) || error.name !== 'NameTaken') throw error;
    // The name is taken. For a moment after CreateImage, EC2 may not list the image.
    const holder = await withRetries(
      [1, 2, 4],
      (failure) => failure === error,
      async () => {
        const found = await findImageByName(request.region, request.name);
        if (!found) throw error;
        return found;
      },
    );
    if (holder.tags[tagKeys.buildId] !== buildId) throw error;
    return holder.image_id;
  }
}

/**
 * Lets the instance thaw its file systems once the snapshots of its image have all started. It thaws them by itself if
 * they do not start in time, and then the image is not taken as consistent.
 */
async function releaseOnceStarted(run: Run, builder: { instance_id: string; region: string }): Promise<void> {
  const buildId = run.build_id;
  if ((await getText(objectKeys.frozen(buildId)))?.trim() !== 'frozen') return;
  const pending = new Error('the snapshots have not all started');
  try {
    await withRetries(
      [1, 2, 4, 8],
      (error) => error === pending,
      async () => {
        if (!(await haveSnapshotsStarted(run, builder))) throw pending;
        await putObject(objectKeys.release(buildId), 'released');
      },
    );
  } catch (error) {
    if (error !== pending) throw error;
  }
}

/**
 * Creates the image as a candidate, with its tags and those of its snapshots in the same call. The unique name makes a
 * retry safe.
 */
export const handler = step(builderInput, async ({ build_id, builder }, now) => {
  const run = await openRun(build_id);
  await reserveForImage(run, builder, now);
  const request = imageRequestOf(run);
  await enterStage(build_id, 'image', now, request.name);
  const tags: Tags = imageTags({
    ...request,
    now,
    instance_id: builder.instance_id,
    region: builder.region,
    build_id,
    deployment: environment().deployment,
    state: 'candidate',
    consistency: request.rest && bornConsistency(request.rest),
    ttl_deadline: candidateDeadline(now, (run.plan?.limits.image_seconds ?? 86_400) + approvalSeconds(run.plan)),
  });
  const intent = {
    build_id,
    type: 'image' as const,
    region: builder.region,
    intent: request.name,
    purpose: 'image',
    created_at: now.toISOString(),
    tags,
  };
  const { resource, first } = await intendOnce(intent);
  const born = resource.tags ?? tags;
  const earlier = first ? undefined : await madeEarlier(builder.region, request.name, build_id);
  const amiId =
    earlier ??
    (await unlessInterrupted(builder, 'the creation of its image', () =>
      create(
        {
          region: builder.region,
          instanceId: builder.instance_id,
          name: request.name,
          description: request.description,
          noReboot: !request.reboot,
          volumes: request.volumes,
          tags: born,
          snapshotTags: born,
        },
        build_id,
      ),
    ));
  await recordResource({ ...resource, id: amiId });
  if (request.rest === 'freeze') await releaseOnceStarted(run, builder);
  await saveImage(
    catalogRecord({
      ami_id: amiId,
      region: builder.region,
      name: request.name,
      description: request.description,
      state: 'pending',
      architecture: request.architecture,
      // EC2 shows the owner once the image is available.
      owner_id: '',
      creation_date: now.toISOString(),
      block_devices: [],
      tags,
      now,
    }),
  );
  const image = { ami_id: amiId, region: builder.region };
  await recordImageEvent(eventOfRun(run, image, 'created', now, `from ${builder.instance_id}`));
  for (const { what, reason } of request.waivers ?? []) {
    await recordImageEvent(eventOfRun(run, image, 'waived', now, `${what}: ${reason}`));
  }
  await updateRun(build_id, { ami_id: amiId });
  return image;
});
