import { quotaLevel, watchedQuotas, type QuotaUse, type WatchedQuota } from '../model/quota';
import type { Finding } from './finding';

/** A quota of a region; `setting` is its value in the settings of the deployment, if there is one. */
export interface QuotaFacts extends QuotaUse {
  quota: WatchedQuota;
  region: string;
  setting?: number;
}

const relief: Record<WatchedQuota, string> = {
  images: 'remove old images (spawn cleanup-amis)',
  publicImages: 'revoke public shares',
  vcpus: 'terminate instances that are not needed',
};

/**
 * Judges the use of a quota. "AMIs, public AMIs and running vCPUs are watched before they bite"; a setting that
 * disagrees with EC2 is a warning.
 */
export function judgeQuota({ quota, region, used, limit, setting }: QuotaFacts): Finding {
  const { title, code } = watchedQuotas[quota];
  const result = quotaLevel({ used, limit });
  const seen = `${used} of ${limit} ${title}`;
  const base = { check: 'quotas' as const, subject: `${region} ${title}` };
  if (result !== 'ok') {
    const raise = `aws service-quotas request-service-quota-increase --service-code ec2 --quota-code ${code} --region ${region} --desired-value N`;
    return { ...base, result, seen, mend: `${relief[quota]}, or raise the quota: ${raise}` };
  }
  if (setting !== undefined && setting !== limit) {
    return {
      ...base,
      result: 'warning',
      seen: `${seen}, but the setting public_image_quota is ${setting}`,
      mend: `set public_image_quota to ${limit} and deploy`,
    };
  }
  return { ...base, result, seen };
}
