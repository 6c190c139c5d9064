import type { Finding } from './finding';

/** Lambda's quota of concurrent executions of an account and region, in Service Quotas. */
export const concurrencyQuota = { service: 'lambda', code: 'L-B99A9384', title: 'concurrent executions of functions' };

// The API, events and the steps of another run beside the regions of one step.
const beside = 10;

/**
 * Judges Lambda's quota: "A new account may have 10 concurrent executions." Copies and the night call a function for
 * each location at the same time. State machines retry what Lambda refuses above the quota; requests of people end as
 * 503.
 */
export function judgeConcurrency({
  region,
  limit,
  locations,
}: {
  region: string;
  limit: number;
  locations: number;
}): Finding {
  const needed = beside + locations;
  const { service, code, title } = concurrencyQuota;
  return {
    check: 'quotas',
    subject: `${region} ${title}`,
    result: limit >= needed ? 'ok' : 'warning',
    seen: `${limit} ${title} in the account; ${locations} locations at once and ${beside} beside them need ${needed}`,
    ...(limit < needed && {
      mend: `raise the quota, or requests fail while copies or the night run: aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --region ${region} --desired-value 1000`,
    }),
  };
}
