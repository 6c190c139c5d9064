import { quotaLevel, watchedQuotas, type QuotaUse, type WatchedQuota } from '../model/quota';
import type { Finding } from './finding';

/** A quota of a region; `setting` is what the deployment takes it for, where it has to know. */
export interface QuotaFacts extends QuotaUse {
  quota: WatchedQuota;
  region: string;
  setting?: number;
}

const relief: Record<WatchedQuota, string> = {
  images: 'remove old images (spawn cleanup-amis)',
  publicImages: 'take public shares back',
  vcpus: 'end what runs for nothing',
};

/**
 * "AMIs, public AMIs and running vCPUs are watched before they bite"; a setting that disagrees with EC2 is a warning.
 */
export function judgeQuota({ quota, region, used, limit, setting }: QuotaFacts): Finding {
  const { title, code } = watchedQuotas[quota];
  const result = quotaLevel({ used, limit });
  const seen = `${used} of ${limit} ${title}`;
  const base = { check: 'quotas' as const, subject: `${region} ${title}` };
  if (result !== 'ok') {
    const raise = `aws service-quotas request-service-quota-increase --service-code ec2 --quota-code ${code} --region ${region} --desired-value N`;
    return { ...base, result, seen, mend: `${relief[quota]}, or have the quota raised: ${raise}` };
  }
  if (setting !== undefined && setting !== limit) {
    return {
      ...base,
      result: 'warning',
      seen: `${seen}, and the setting public_image_quota says ${setting}`,
      mend: `set public_image_quota to ${limit} and deploy`,
    };
  }
  return { ...base, result, seen };
}
