import { intendOnce, recordResource } from '../../aws/catalog/resources';
import { recordImageEvent } from '../../aws/catalog/image-events';
import { getImage } from '../../aws/catalog/images';
import { recordReplica } from '../../aws/catalog/runs';
import { copyImage } from '../../aws/image/copy';
import { environment } from '../../aws/client/environment';
import { actInMembers } from '../../aws/client/members';
import { describeKey } from '../../aws/key/keys';
import { checkCopyKey } from '../../core/replication/keys';
import { sha256 } from '../../core/lib/digest';
import { SpawnError } from '../../core/errors';
import { eventOfRun } from '../../core/image/event';
import { replicaTags } from '../../core/image/tags';
import { locationOf } from '../../core/model/location';
import { operationLimits } from '../../core/run/time-limits';
import { candidateDeadline, testInstanceSeconds } from '../../core/run/time-limits';
import { checkNotRevoked } from '../../core/image/revocation';
import { copyImageInput } from '../../core/run/step-inputs';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

actInMembers();

/**
 * Starts a copy to one region of the home account or of a member account, as a candidate with all tags of its source.
 * The same build, region, account and try use the same client token.
 */
export const handler = step(copyImageInput, async ({ build_id, source, copy, retry }, now) => {
  const run = await openRun(build_id);
  const image = await getImage(source.region, source.ami_id);
  if (!image) throw new SpawnError('ImageNotFound', `${source.ami_id} is not in the catalog of ${source.region}`);
  checkNotRevoked(image, 'copied');
  if (copy.kms_key !== undefined)
    checkCopyKey(copy.region, copy.kms_key, await describeKey(locationOf(copy), copy.kms_key), copy.account);
  const testSeconds = Math.max(
    0,
    ...copy.tests.map(({ timeout_seconds }) => testInstanceSeconds(operationLimits.ready_seconds, timeout_seconds)),
  );
  const tags = replicaTags(image, {
    build_id,
    deployment: environment().deployment,
    ttl_deadline: candidateDeadline(now, copy.wait_seconds + testSeconds),
  });
  const intent = {
    build_id,
    type: 'image' as const,
    region: copy.region,
    account: copy.account,
    intent: retry ? `${copy.name}#${retry.attempt}` : copy.name,
    purpose: 'replica',
    created_at: now.toISOString(),
    tags,
  };
  const { resource } = await intendOnce(intent);
  const asked = [copy.account, retry?.attempt].filter((each) => each !== undefined);
  const amiId = await copyImage({
    sourceRegion: source.region,
    sourceImageId: source.ami_id,
    region: copy.region,
    account: copy.account,
    name: copy.name,
    description: image.description,
    clientToken: sha256([build_id, copy.region, source.ami_id, ...asked].join('\n')),
    tags: resource.tags ?? tags,
    kmsKey: copy.kms_key,
    completeWithinMinutes: copy.complete_within_minutes,
  });
  await recordResource({ ...resource, id: amiId });
  const replica = { ami_id: amiId, region: copy.region, account: copy.account };
  await recordImageEvent(
    eventOfRun(
      run,
      replica,
      'created',
      now,
      [
        `copy of ${source.ami_id} in ${source.region}`,
        copy.kms_key && `encrypted with ${copy.kms_key}`,
        copy.complete_within_minutes && `to be complete within ${copy.complete_within_minutes} minutes`,
      ]
        .filter(Boolean)
        .join(', '),
    ),
  );
  await recordReplica(build_id, {
    region: copy.region,
    account: copy.account,
    status: 'copying',
    ami_id: amiId,
    name: copy.name,
    started_at: now.toISOString(),
  });
  return replica;
});
