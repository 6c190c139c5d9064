import { quotaAdvice, quotaLevel, watchedQuotas, type QuotaUse, type WatchedQuota } from '../model/quota';
import { locationOf, nameOfLocation } from '../model/location';
import type { Finding } from './finding';

/** The use of a quota of a region, in a member account if `account` is given. */
export interface QuotaFacts extends QuotaUse {
  quota: WatchedQuota;
  region: string;
  account?: string;
}

/** Judges the use of a quota: "AMIs, public AMIs and running vCPUs are watched before they bite". */
export function judgeQuota({ quota, region, account, used, limit }: QuotaFacts): Finding {
  const { title } = watchedQuotas[quota];
  const result = quotaLevel({ used, limit });
  const seen = `${used} of ${limit} ${title}`;
  const subject = `${nameOfLocation(locationOf({ region, account }))} ${title}`;
  return { check: 'quotas', subject, result, seen, ...(result !== 'ok' && { mend: quotaAdvice(quota, region) }) };
}
