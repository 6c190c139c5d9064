/** The use of a quota. */
export interface QuotaUse {
  used: number;
  limit: number;
}

export type QuotaLevel = 'ok' | 'warning' | 'failed';

const warningShare = 0.8;

/** Returns the level of a quota's use: a warning from 80 % on, failed at 100 %. */
export function quotaLevel({ used, limit }: QuotaUse): QuotaLevel {
  if (used >= limit) return 'failed';
  return used >= limit * warningShare ? 'warning' : 'ok';
}

/** The quotas of EC2 that limit images and builds, with the codes of Service Quotas. */
export const watchedQuotas = {
  images: { code: 'L-B665C33B', title: 'AMIs' },
  publicImages: { code: 'L-0E3CBAB9', title: 'public AMIs' },
  vcpus: { code: 'L-1216C47A', title: 'vCPUs of running On-Demand Standard instances' },
} as const;

export type WatchedQuota = keyof typeof watchedQuotas;

const relief: Record<WatchedQuota, string> = {
  images: 'remove old images (spawn cleanup-amis)',
  publicImages: 'revoke public shares',
  vcpus: 'terminate instances that are not needed',
};

/** Returns what to do about a quota that is nearly used up: free some of it, or request a higher value. */
export function quotaAdvice(quota: WatchedQuota, region: string): string {
  const { code } = watchedQuotas[quota];
  return `${relief[quota]}, or raise the quota: aws service-quotas request-service-quota-increase --service-code ec2 --quota-code ${code} --region ${region} --desired-value N`;
}

const standardLetters = /^[acdhimrtz]/;
const otherFamilies = /^(dl|hpc|inf|mac|trn)\d/;

/** Returns whether a type counts towards "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances". */
export function isStandardType(instanceType: string): boolean {
  return standardLetters.test(instanceType) && !otherFamilies.test(instanceType);
}
