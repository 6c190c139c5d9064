import { registeredInstances } from '../../../aws/instance/commands';
import { describeInstances } from '../../../aws/instance/describe';
import { describeInstanceTypes } from '../../../aws/instance/types';
import { findImage } from '../../../aws/catalog/images';
import { listImagesOfStack } from '../../../aws/catalog/releases';
import { describeImage } from '../../../aws/image/describe';
import { baseSystem, knownOwners } from '../../../core/model/base';
import { environment } from '../../../aws/client/environment';
import { answerOfRun } from '../../../core/api/shown-run';
import { createImageRequest } from '../../../core/api/contract/image-change';
import { SpawnError } from '../../../core/errors';
import { operationIdOf } from '../../../core/lib/identifier';
import { checkImageVolumes } from '../../../core/image/volumes';
import { imageTags } from '../../../core/image/tags';
import { bornConsistency, chooseRest } from '../../../core/image/consistency';
import type { ImageRequest } from '../../../core/image/creation';
import { checkImageable, chooseInstance, queryOfInstance } from '../../../core/instance/name';
import { decideSearch } from '../../../core/residue/instance-search';
import { needsOf } from '../../../core/instance/type';
import { machineTimeouts, scriptFacts } from '../../../core/run/machine-inputs';
import { operationLimits, searchSeconds } from '../../../core/run/time-limits';
import { checkReleaseNames } from '../../../core/model/release-name';
import { checkNotRevoked } from '../../../core/image/revocation';
import { saysYes } from '../../../core/lib/text-boolean';
import { checkBoolean, checkTagCount, parseUserTags } from '../../../core/model/user-tags';
import { variantOf } from '../../../core/model/variant';
import { describeHolder, imagesOfVersion } from '../../../core/release/content';
import { readEncryptionWarnings } from '../../../usecases/image/encryption-warnings';
import { requireRoom } from '../../../usecases/image/read-room';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { checkGivenName } from '../../../usecases/build/choose-name';
import { checkRegions } from '../../../usecases/build/check-regions';
import { storeText } from '../../../usecases/build/store-files';
import { idPartOf, newRun, startRun, type Start } from '../../../usecases/run/start';

const cleanupSeconds = 1800;
// The command needs some minutes to start and to send its report.
const searchTaskSeconds = searchSeconds + 900;
// The agent may still be registering; the freeze itself takes seconds.
const freezeTaskSeconds = 900;

/**
 * Starts the creation of an image from a prepared instance. Refuses an instance that cannot be imaged or searched, and
 * an invalid name or tag.
 */
export async function createImage(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(createImageRequest, request.body);
  const { homeRegion, settings, deployment } = environment();
  const region = body.region ?? homeRegion;
  await checkRegions([region]);
  const instance = chooseInstance(await describeInstances(region, queryOfInstance(body.instance)), body.instance);
  checkImageable(instance, settings.managed_tags);
  checkImageVolumes(instance, body.volumes ?? []);
  if (body.cleanup_script !== undefined && instance.state === 'stopped') {
    throw new SpawnError(
      'WrongState',
      `${instance.instance_id} is stopped, and the cleanup script requires a running instance: start it, or leave the script out.`,
      { state: instance.state },
    );
  }
  const [agent] = await registeredInstances(region, [instance.instance_id]);
  const seen = { ...instance, online: agent?.is_online === true, pinged_at: agent?.pinged_at };
  const isSearched = decideSearch(seen, body.waivers, request.now);
  const [type] = await describeInstanceTypes(region, [instance.instance_type]);
  const rest = chooseRest({ ...instance, reachable: isSearched }, body);
  const needs = type && needsOf(type);
  const user = parseUserTags(body.tags ?? {});
  checkReleaseNames(user);
  if (user.gpu !== undefined) checkBoolean('gpu', user.gpu);
  const architecture = instance.architecture === 'arm64' ? 'arm64' : 'x86_64';
  if (user.arch !== undefined && user.arch !== architecture) {
    throw new SpawnError(
      'InvalidTag',
      `the tag arch is ${user.arch}, but ${instance.instance_id} is ${architecture}: leave the tag out.`,
      { tag: 'arch' },
    );
  }
  const gpu = user.gpu === undefined ? (needs?.gpu ?? false) : saysYes(user.gpu);
  const parent = await findImage(instance.image_id);
  if (parent) checkNotRevoked(parent, 'built upon');
  const image: ImageRequest = {
    name: await checkGivenName(body.name, [region], request.now),
    description: body.description ?? `Created from ${instance.instance_id} by spawn`,
    rest,
    reboot: rest === 'reboot',
    imds: body.imds ?? (instance.imds_v2_only ? 'required' : 'optional'),
    architecture,
    gpu,
    stack: user.stack,
    version: user.version,
    variant: user.stack === undefined ? undefined : variantOf({ architecture, gpu }),
    base:
      user.base ??
      parent?.base_os ??
      baseSystem((await describeImage(region, instance.image_id, knownOwners(settings.base_owners)))?.name ?? ''),
    base_ami: instance.image_id,
    tags: user.tags,
    user_data_checked_by: body.force
      ? undefined
      : body.cleanup_script !== undefined
        ? 'cleanup'
        : isSearched
          ? 'search'
          : undefined,
    waivers: body.waivers,
    volumes: body.volumes,
  };
  const id = operationIdOf(idPartOf(request));
  const all = imageTags({
    ...image,
    now: request.now,
    instance_id: instance.instance_id,
    region,
    build_id: id,
    deployment,
    state: 'candidate',
    consistency: bornConsistency(rest),
    ttl_deadline: request.now,
  });
  checkTagCount(all, user.tags);
  const script =
    body.cleanup_script === undefined
      ? undefined
      : scriptFacts(
          { name: 'cleanup', key: await storeText(body.cleanup_script), timeout_seconds: cleanupSeconds },
          'cleanup',
        );
  const run = newRun(request, {
    build_id: id,
    kind: 'create',
    region,
    instance_id: instance.instance_id,
    image_name: image.name,
    stack: user.stack,
    version: user.version,
    variant: image.variant,
    request: { ...image },
  });
  const warnings = [
    ...(await versionWarnings(image)),
    ...(await readEncryptionWarnings(instance, image)),
    ...(await requireRoom([region])),
  ];
  const input = {
    build_id: id,
    builder: { instance_id: instance.instance_id, region },
    has_cleanup: script !== undefined,
    has_search: isSearched,
    rest,
    script,
    timeouts: {
      ...machineTimeouts(operationLimits),
      search_seconds: searchTaskSeconds,
      freeze_seconds: freezeTaskSeconds,
    },
    standalone: true,
  };
  const facts = { name: image.name, state: 'pending', source_instance_id: instance.instance_id, region, architecture };
  const answer: NonNullable<Start['answer']> = (asked) => ({
    ...answerOfRun(asked),
    ...facts,
    tags: body.tags ?? {},
    warnings,
  });
  return { status: 202, body: answer(await startRun(run, { input, answer })) };
}

/**
 * Returns warnings about images with the same stack, version and variant: the version then stands for different
 * contents.
 */
async function versionWarnings({ stack, version, variant }: ImageRequest): Promise<string[]> {
  if (stack === undefined || version === undefined || variant === undefined) return [];
  const release = { stack, version, variant };
  const there = imagesOfVersion(await listImagesOfStack(stack), release);
  return there.map(
    ({ ami_id, build_id, creation_date: since }) =>
      `${describeHolder(release, { ami_id, build_id, since })} and this image has other content: give it another version`,
  );
}
