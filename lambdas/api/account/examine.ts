import { expectedOf } from '../../../aws/account/expected';
import { retentionFacts } from '../../../aws/account/retention-rules';
import { hasSpotRole } from '../../../aws/account/spot-role';
import { listDebts } from '../../../aws/catalog/debts';
import { listRuns } from '../../../aws/catalog/runs';
import { environment } from '../../../aws/client/environment';
import { memberAccounts, memberLocations } from '../../../aws/client/members';
import { concurrencyQuota } from '../../../core/doctor/concurrency';
import { doctorQuery } from '../../../core/doctor/contract';
import type { Expected } from '../../../core/doctor/expected';
import { judgeDebts } from '../../../core/doctor/leftovers';
import { worstResult, type Finding } from '../../../core/doctor/finding';
import { judgeCreateImage } from '../../../core/doctor/launch';
import { judgeRecycleBin } from '../../../core/doctor/recycle-bin';
import { judgeSpot, spotRole } from '../../../core/doctor/spot';
import { nameOfLocation } from '../../../core/model/location';
import { watchedQuotas } from '../../../core/model/quota';
import { checkAllowedImages } from '../../../usecases/allowed/check-region';
import { checkImageQuotas } from '../../../usecases/health/image-quotas';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { checkBuilderWay, checkLaunch } from '../../../usecases/account/check-builder';
import { checkMember } from '../../../usecases/account/check-member';
import { checkPermissions } from '../../../usecases/account/check-permissions';
import { checkConcurrency, checkPublicAccess, checkVcpus } from '../../../usecases/account/check-region';
import { checkTriggers } from '../../../usecases/account/check-triggers';
import { checked } from '../../../usecases/account/checked';

/** Runs all checks except those of the permissions. */
async function checkOthers(expected: Expected, now: Date): Promise<Finding[]> {
  const { homeRegion, regions } = environment();
  const locations = [...regions, ...memberLocations()];
  const found = await Promise.all([
    checked('launch', 'a builder', () => checkLaunch(now)),
    checked('create-image', 'an image', async () =>
      judgeCreateImage((await listRuns({ kind: 'build', status: 'succeeded', limit: 1 })).runs[0]),
    ),
    checked('way-to-ssm', 'builders', checkBuilderWay),
    checked('quotas', `${homeRegion} ${watchedQuotas.vcpus.title}`, () => checkVcpus(homeRegion)),
    checked('quotas', `${homeRegion} ${concurrencyQuota.title}`, () => checkConcurrency(homeRegion, locations.length)),
    ...locations.map((location) =>
      checked('quotas', `${nameOfLocation(location)} ${watchedQuotas.images.title}`, () => checkImageQuotas(location)),
    ),
    ...regions.map((region) => checked('public-access', region, () => checkPublicAccess(region, now))),
    ...regions.map((region) => checked('allowed-images', region, () => checkAllowedImages(region))),
    ...regions.map((region) =>
      checked('recycle-bin', region, async () => judgeRecycleBin(await retentionFacts(region))),
    ),
    ...memberAccounts().map((account) => checked('member-accounts', account, () => checkMember(account))),
    checked('spot', spotRole.name, async () => judgeSpot(await hasSpotRole())),
    checkTriggers(expected),
    checked('leftovers', 'what builds made', async () => judgeDebts(await listDebts())),
  ]);
  return found.flat();
}

/**
 * Checks the account's facts that only AWS knows, in parallel. Changes and launches nothing. Roles that were not
 * checked in time are checked by the next request, which uses the cursor of the answer and repeats no other check.
 */
export async function examineAccount({ query, account, caller, now }: HttpRequest): Promise<HttpAnswer> {
  const { cursor } = parse(doctorQuery, query);
  const expected = expectedOf(account, caller.split(':')[1] ?? 'aws');
  const [permissions, others] = await Promise.all([
    checkPermissions(expected.roles, cursor ?? 0),
    cursor === undefined ? checkOthers(expected, now) : [],
  ]);
  const findings = [...permissions.findings, ...others];
  const next = permissions.next === undefined ? {} : { cursor: String(permissions.next) };
  return { status: 200, body: { result: worstResult(findings), examined_at: now.toISOString(), findings, ...next } };
}
