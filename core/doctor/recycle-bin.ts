import { pluralize } from '../lib/pluralize';
import type { Finding } from './finding';

/** The longest retention periods of the rules of a region in days; undefined without a rule. */
export interface RetentionFacts {
  region: string;
  image_days?: number;
  snapshot_days?: number;
}

/**
 * Judges the retention rules of the Recycle Bin in a region. Without rules, what a cleanup removes is gone: that is a
 * choice and no fault. A rule for images alone is a warning, because an image cannot be restored without its snapshots,
 * which a cleanup deletes with it.
 */
export function judgeRecycleBin({ region, image_days, snapshot_days }: RetentionFacts): Finding {
  const base = { check: 'recycle-bin' as const, subject: region };
  const create = (type: string, days: number): string =>
    `aws rbin create-rule --region ${region} --resource-type ${type} --retention-period RetentionPeriodValue=${days},RetentionPeriodUnit=DAYS`;
  if (image_days === undefined)
    return {
      ...base,
      result: 'ok',
      seen: `${snapshot_days === undefined ? 'no retention rule' : 'no retention rule for images'}: an image that is removed cannot come back`,
    };
  if (snapshot_days === undefined || snapshot_days < image_days)
    return {
      ...base,
      result: 'warning',
      seen: `a rule retains removed images for ${pluralize(image_days, 'day')}, but ${snapshot_days === undefined ? 'no rule retains their snapshots' : `their snapshots for ${pluralize(snapshot_days, 'day')} only`}: without its snapshots an image cannot come back`,
      mend: create('EBS_SNAPSHOT', image_days),
    };
  return {
    ...base,
    result: 'ok',
    seen: `rules retain removed images for at most ${pluralize(image_days, 'day')} and snapshots for ${pluralize(snapshot_days, 'day')}; spawn ami undelete brings an image back`,
  };
}
