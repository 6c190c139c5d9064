import { listAccountImages } from '../../aws/catalog/account-images';
import { putImage, updateImage } from '../../aws/catalog/images';
import { listStackPolicies } from '../../aws/catalog/stack-policies';
import { listStackRecipes } from '../../aws/catalog/stack-recipes';
import { environment } from '../../aws/client/environment';
import { putEvents } from '../../aws/flow/events';
import { piecesOf } from '../../aws/client/pages';
import { endOfLifeFinding } from '../../core/recipe/base-end-of-life';
import { SpawnError } from '../../core/errors';
import { truncateLines } from '../../core/lib/truncate';
import { parentFinding } from '../../core/health/parents';
import { basesToCheck, judgeBaseOf, type BaseAnswers } from '../../core/health/bases';
import type { Health, HealthLevel, Image } from '../../core/model/image';
import { isSameHealth, judgeImage, missingRegions } from '../../core/image/health';
import { missingInMembers } from '../../core/replication/missing';
import type { Location } from '../../core/model/location';
import { tagKeys } from '../../core/tags';
import { saysYes } from '../../core/lib/text-boolean';
import { askSources, datesOf, snapshotStates } from './read-bases';
import { groupBy } from '../../core/lib/group';

const writesAtOnce = 20;

export interface Checked {
  image: Image;
  health: Health;
}

/**
 * Judges the health of usable images with a number of calls that does not depend on the number of images. `catalog` are
 * all images of the catalog.
 */
export async function lookAtImages(images: readonly Image[], catalog: readonly Image[], now: Date): Promise<Checked[]> {
  const byId = new Map(catalog.map((image) => [image.ami_id, image]));
  const toCheck = basesToCheck(images, (id) => byId.get(id));
  const answers: BaseAnswers = {
    current: await askSources(toCheck.questions),
    created: await datesOf(toCheck.bases),
  };
  const [policies, recipes] = [await listStackPolicies(), await listStackRecipes()];
  const requireTests = new Set(policies.filter(({ policy }) => policy.require_tests).map(({ stack }) => stack));
  const { deployment, regions } = environment();
  const copies = groupBy(catalog, ({ replicated_from }) => replicated_from);
  const inMembers = groupBy(
    policies.some(({ policy }) => policy.accounts) ? await listAccountImages() : [],
    ({ replicated_from }) => replicated_from,
  );
  const snapshots = new Map<string, Map<string, string> | undefined>();
  for (const region of new Set(toCheck.images.map(({ image }) => image.region))) {
    snapshots.set(
      region,
      await snapshotStates(
        region,
        toCheck.images.map(({ image }) => image).filter((image) => image.region === region),
      ),
    );
  }
  return toCheck.images.map((checked) => {
    const { image } = checked;
    const recipe = recipes.find(({ stack, variant }) => stack === image.stack && variant === image.variant);
    const policy = policies.find(({ stack }) => stack === image.stack)?.policy;
    const wanted = policy?.regions ?? recipe?.regions ?? [];
    const isLatest = saysYes(image.tags[tagKeys.latest]);
    const ofImage = copies.get(image.ami_id) ?? [];
    const missing = (): Location[] => [
      ...missingRegions(image, ofImage, wanted, isLatest),
      ...(isLatest && image.replicated_from === undefined
        ? missingInMembers(
            image,
            policy?.accounts ?? [],
            (policy?.regions ?? []).filter((region) => regions.includes(region)),
            [image, ...ofImage].flatMap(({ ami_id }) => inMembers.get(ami_id) ?? []),
          )
        : []),
    ];
    return {
      image,
      health: judgeImage(image, judgeBaseOf(checked, answers, now, catalog, requireTests), {
        snapshots: snapshots.get(image.region),
        missing_in: image.deployment === deployment ? missing() : [],
        parent: parentFinding(image, byId),
        end_of_life: endOfLifeFinding(image, isLatest ? recipe?.base_end_of_life : undefined, now),
      }),
    };
  });
}

/**
 * Writes changed results, and publishes an event for each image whose level changed. Unchanged images cost no write.
 * Returns the counts by level, and lines for the report.
 */
export async function recordHealth(
  checked: readonly Checked[],
): Promise<Record<HealthLevel, number> & { lines: string[] }> {
  const counts: Record<HealthLevel, number> = { healthy: 0, warning: 0, critical: 0, unknown: 0 };
  for (const { health } of checked) counts[health.level] += 1;
  for (const some of piecesOf(
    checked.filter(({ image, health }) => !isSameHealth(image.health, health)),
    writesAtOnce,
  ))
    await Promise.all(some.map(write));
  const moved = checked.filter(({ image, health }) => (image.health?.level ?? 'healthy') !== health.level);
  await putEvents(
    'Image Health Changed',
    moved.map(({ image: { ami_id, region, name, stack, version, health: known }, health: { level, messages } }) => ({
      ami_id,
      region,
      name,
      stack,
      version,
      from: known?.level ?? null,
      to: level,
      messages,
    })),
  );
  const lines = moved.map(
    ({ image, health }) =>
      `${image.name} (${image.ami_id} in ${image.region}) is now ${health.level}${health.messages.length > 0 ? `: ${health.messages.join('; ')}` : ''}`,
  );
  return { ...counts, lines: truncateLines(lines) };
}

/** Writes with the revision that was read; after a conflict, updates the current record instead. */
async function write({ image, health }: Checked): Promise<void> {
  try {
    await putImage({ ...image, health });
  } catch (error) {
    if (!(error instanceof SpawnError) || error.name !== 'CatalogConflict') throw error;
    await updateImage(image.region, image.ami_id, () => ({ health }));
  }
}
