import { listAccountImages } from '../../aws/catalog/account-images';
import { listRunningRuns } from '../../aws/catalog/runs';
import { allImages } from '../../aws/catalog/releases';
import { listStackPolicies } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { missingReplicas } from '../../core/replication/missing';
import { nameOfLocation } from '../../core/model/location';
import { nightInput } from '../../core/run/step-inputs';
import { startReplication } from '../../usecases/replication/start';
import { step } from '../../usecases/runtime/step';

// Each copies to all regions at once. The quota of concurrent copies applies to the account.
const mostAtOnce = 20;

/** Returns the ids of the images that running runs use. */
async function busyImages(): Promise<Set<string>> {
  return new Set((await listRunningRuns(['build', 'replicate', 'test'])).flatMap(({ ami_id }) => ami_id ?? []));
}

/**
 * Starts the copies that are missing in the regions and member accounts of the stacks' policies. What exceeds the limit
 * of one night is left for the next.
 */
export const handler = step(nightInput, async (_input, now) => {
  const policies = await listStackPolicies();
  const wanted = new Map(policies.map(({ stack, policy }) => [stack, policy.regions ?? []]));
  const accounts = new Map(
    policies.flatMap(({ stack, policy }) => (policy.accounts ? [[stack, policy.accounts]] : [])),
  );
  if (wanted.size === 0) return { started: 0, later: 0, lines: [] };
  const busy = await busyImages();
  const { deployment, regions } = environment();
  const members = { wanted: accounts, images: accounts.size === 0 ? [] : await listAccountImages() };
  const requireTests = new Set(policies.filter(({ policy }) => policy.require_tests).map(({ stack }) => stack));
  const missing = missingReplicas({
    images: await allImages('all'),
    wanted,
    members,
    requireTests,
    busy,
    deployment,
    regions,
  });
  const room = missing.slice(0, Math.max(0, mostAtOnce - busy.size));
  const lines: string[] = [];
  for (const { source, ...where } of room) {
    const run = await startReplication(source, where, { caller: 'nightly', now });
    lines.push(
      `${source.name} is copied to ${[...where.regions, ...where.members.map(nameOfLocation)].join(', ')} (${run.build_id})`,
    );
  }
  return { started: room.length, later: missing.length - room.length, lines };
});
