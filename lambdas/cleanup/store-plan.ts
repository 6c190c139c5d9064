import { updateCleanup } from '../../aws/catalog/cleanups';
import type { CleanupRegion } from '../../core/cleanup/run';
import { storePlanInput } from '../../core/cleanup/step-inputs';
import { step } from '../../usecases/runtime/step';

/** Combines the plans of all regions and returns whether they are executed now. */
export const handler = step(storePlanInput, async ({ cleanup_id, planned }, now) => {
  const regions = planned.map(({ error, ...plan }): CleanupRegion => ({
    keep: 0,
    remove: 0,
    monthly_saving_usd: 0,
    kept_because: {},
    found: [],
    ...plan,
    ...(error && { error: `${error.Error}: ${causeOf(error.Cause)}` }),
  }));
  const sum = (of: (region: CleanupRegion) => number): number =>
    regions.reduce((total, region) => total + of(region), 0);
  const cleanup = await updateCleanup(
    cleanup_id,
    ({ request, counts, apply }) => {
      const found = new Set(regions.flatMap((region) => region.found));
      const unknown = new Set(regions.filter(({ error }) => error).map(({ region }) => region));
      const missing = (request.images ?? []).filter(
        (image) =>
          !found.has(image.ami_id) && (image.region === undefined ? unknown.size === 0 : !unknown.has(image.region)),
      );
      const goes = sum(({ remove }) => remove);
      return {
        regions,
        missing: missing.map(({ ami_id }) => ami_id),
        counts: { ...counts, keep: sum(({ keep }) => keep), remove: goes },
        measured: regions.every(({ measured }) => measured !== false),
        monthly_saving_usd: Math.round(sum((region) => region.monthly_saving_usd) * 100) / 100,
        status: apply && goes > 0 ? ('planning' as const) : ('planned' as const),
      };
    },
    now,
  );
  return { apply: cleanup.apply, goes: cleanup.counts.remove > 0 };
});

/** Returns the message of an error that a function threw. Its cause is JSON. */
function causeOf(cause = ''): string {
  try {
    return (JSON.parse(cause) as { errorMessage?: string }).errorMessage ?? cause;
  } catch {
    return cause;
  }
}
