import { listImagesOfStack } from '../../aws/catalog/releases';
import { getRuns } from '../../aws/catalog/run-ends';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import type { PreviewAnswer } from '../../core/build/preview';
import { expectationOf } from '../../core/build/expectation';
import { copyStep, provisionScripts, testOfRecipe } from '../../core/build/plan';
import type { RepeatVerdict } from '../../core/build/request-digest';
import { sha256 } from '../../core/lib/digest';
import { filesToCopy, sourceName } from '../../core/recipe/copied-files';
import { launchCandidates } from '../../core/instance/launch-candidates';
import { hourlyPrice, instancePricesOf } from '../../core/model/instance-price';
import { snapshotPrices } from '../../core/model/price';
import type { Run } from '../../core/model/run';
import type { VersionKey } from '../../core/release/content';
import { builderSeconds } from '../../core/run/time-limits';
import { requireRoom } from '../image/read-room';
import { checkGivenName, freeName } from './choose-name';
import { checkVersionFree, nextNumberedVersion } from './claim-version';
import { judgeOrder, placeOfNew, type BuildOrder } from './judge-order';
import { draftOfVersion } from './plan';

const mostEarlier = 5;

/** Returns the newest successful builds of a stack and variant that published an image. */
async function earlierBuilds({ stack, variant }: Pick<VersionKey, 'stack' | 'variant'>): Promise<Run[]> {
  const ids = (await listImagesOfStack(stack))
    .filter((image) => image.variant === variant && image.lifecycle === 'published' && image.build_id !== undefined)
    .sort((left, right) => right.creation_date.localeCompare(left.creation_date))
    .map(({ build_id }) => build_id ?? '');
  const runs = await getRuns([...new Set(ids)].slice(0, mostEarlier));
  return runs.filter((run) => run.kind === 'build' && run.status === 'succeeded');
}

const reasonOf = (repeat: RepeatVerdict): string =>
  repeat.answer === 'start'
    ? repeat.reason
    : {
        running: 'the same build is running: it would be joined',
        published: 'the same image is published: it would be returned',
        replicate: 'the same image is published: it would only be copied to further regions',
      }[repeat.answer];

/**
 * Returns what a build would do, without making or claiming anything. Throws every refusal of a start that can be known
 * before it: policies, types, base, regions, version, name, cap.
 */
export async function previewBuild(order: BuildOrder): Promise<PreviewAnswer> {
  const { recipe, now } = order;
  const { homeRegion, settings, subnets } = environment();
  const { planned, recipe_digest, content_digest, last, repeat } = await judgeOrder(order);
  const numbered = recipe.build_numbers && !order.discard;
  const draft = numbered ? draftOfVersion(planned, order, await nextNumberedVersion(planned)) : planned;
  const all = [homeRegion, ...draft.regions];
  const warnings: string[] = [];
  let place: number | undefined;
  let name = repeat.answer === 'start' ? draft.image_name : (last?.image_name ?? draft.image_name);
  if (repeat.answer === 'start') {
    place = await placeOfNew(
      {
        build_id: 'preview',
        created_at: now.toISOString(),
        stack: draft.stack,
        variant: draft.variant,
        discard: order.discard,
      },
      now,
    );
    warnings.push(...(await requireRoom(all)));
    if (!order.discard) await checkVersionFree(draft, { content: content_digest, recipe_digest }, now);
    name =
      order.image_name === undefined
        ? await freeName(draft.image_name, all, now)
        : await checkGivenName(order.image_name, all, now);
  }
  const test = testOfRecipe(recipe);
  const copies = copyStep(recipe);
  const scripts = [...(copies ? [copies] : []), ...provisionScripts(recipe)].map(
    ({ name: script, timeout_seconds }) => ({
      name: script,
      timeout_seconds,
    }),
  );
  const { accounts = [] } = order.discard ? {} : await getStackPolicy(draft.stack);
  const prices = { ...snapshotPrices, ...settings.snapshot_prices };
  return {
    answer: repeat.answer,
    reason: reasonOf(repeat),
    ...(place !== undefined && { place }),
    ...(repeat.answer !== 'start' && { build_id: last?.build_id, ami_id: last?.ami_id }),
    discard: order.discard === true,
    stack: draft.stack,
    version: draft.version,
    variant: draft.variant,
    image_name: name,
    description: draft.description,
    architecture: draft.architecture,
    gpu: draft.gpu,
    base: { ami_id: draft.base.ami_id, source: draft.base.source, name: draft.base.name },
    volume_size_gb: draft.volume_size_gb,
    ...(draft.encryption_key !== undefined && { encryption_key: draft.encryption_key }),
    launch: launchCandidates({
      buildId: 'preview',
      purpose: 'builder',
      instanceTypes: draft.instance_types,
      subnets,
      spot: draft.spot,
    }).map(({ instance_type, subnet_id, spot }) => ({
      instance_type,
      ...(subnet_id !== undefined && { subnet_id }),
      spot,
    })),
    scripts,
    ...(copies && { files: previewedFiles(order) }),
    cleanup: typeof recipe.cleanup === 'string' ? recipe.cleanup : 'own',
    ...(test && { test: { instance_types: test.instance_types, timeout_seconds: test.timeout_seconds } }),
    scan: draft.vulnerabilities !== undefined,
    approval: draft.approval !== undefined && !order.discard,
    regions: all,
    accounts,
    ...(warnings.length > 0 && { warnings }),
    most_minutes: Math.round(
      builderSeconds({
        ...draft,
        image_name: name,
        scripts: scripts.map(keyless),
        test: test && { ...test, key: '' },
      }) / 60,
    ),
    expected: {
      ...expectationOf(
        {
          instance_type: draft.instance_types[0] ?? '',
          test_types: test?.instance_types ?? [],
          volume_size_gb: draft.volume_size_gb,
          regions: order.discard ? [] : [...all, ...accounts.flatMap(() => all)],
          hourly: (type) => hourlyPrice(type, homeRegion, settings.instance_prices),
          monthly: (region) => prices[region],
        },
        await earlierBuilds(draft),
      ),
      prices_of: instancePricesOf,
    },
  };
}

function previewedFiles({ recipe, files }: BuildOrder): PreviewAnswer['files'] {
  return filesToCopy(recipe.files, [...files.keys()]).map((file) => {
    const { destination, mode, owner } = file;
    const content = 'file' in file.from ? files.get(file.from.file) : undefined;
    const digest = content === undefined ? (file.sha256 ?? '') : sha256(content);
    return { source: sourceName(file), destination, mode, owner, sha256: digest, size: content?.length };
  });
}

const keyless = (script: { name: string; timeout_seconds: number }) => ({ ...script, key: '' });
