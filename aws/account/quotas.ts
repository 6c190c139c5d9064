import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { concurrencyQuota } from '../../core/doctor/concurrency';
import { isStandardType, watchedQuotas, type WatchedQuota } from '../../core/model/quota';
import type { Location } from '../../core/model/location';
import { isAwsError, unexpectedAnswer } from '../client/errors';
import { ec2, serviceQuotas } from '../client/clients';
import { exactly } from '../client/ec2-filters';
import { everyPage } from '../client/pages';

/** Returns the value of an EC2 quota at a location: the account's own, or AWS's default. */
export function quotaLimit(location: Location, quota: WatchedQuota): Promise<number> {
  return limitOf(location, { ServiceCode: 'ec2', QuotaCode: watchedQuotas[quota].code });
}

/** Returns how many functions of the account may run at once in a region. */
export function concurrencyLimit(region: string): Promise<number> {
  return limitOf(region, { ServiceCode: concurrencyQuota.service, QuotaCode: concurrencyQuota.code });
}

async function limitOf(location: Location, asked: { ServiceCode: string; QuotaCode: string }): Promise<number> {
  const value =
    (await own(location, asked)) ??
    (await serviceQuotas(location).send(new GetAWSDefaultServiceQuotaCommand(asked))).Quota?.Value;
  if (value === undefined) throw unexpectedAnswer('GetAWSDefaultServiceQuota', 'a value');
  return value;
}

async function own(location: Location, asked: { ServiceCode: string; QuotaCode: string }): Promise<number | undefined> {
  try {
    return (await serviceQuotas(location).send(new GetServiceQuotaCommand(asked))).Quota?.Value;
  } catch (error) {
    // A quota that was never changed may have no value for the account.
    if (isAwsError(error, 'NoSuchResourceException')) return undefined;
    throw error;
  }
}

/** Returns the number of vCPUs of running On-Demand instances of the standard families in a region. */
export async function runningVcpus(region: string): Promise<number> {
  const instances = await everyPage('DescribeInstances', async (token) => {
    const answer = await ec2(region).send(
      new DescribeInstancesCommand({
        MaxResults: 1000,
        Filters: [exactly('instance-state-name', ['pending', 'running'])],
        ...(token && { NextToken: token }),
      }),
    );
    return { items: answer.Reservations?.flatMap(({ Instances }) => Instances ?? []), next: answer.NextToken };
  });
  const counted = instances.filter(
    ({ InstanceType = '', InstanceLifecycle }) => InstanceLifecycle !== 'spot' && isStandardType(InstanceType),
  );
  return counted.reduce(
    (sum, { CpuOptions }) => sum + (CpuOptions?.CoreCount ?? 0) * (CpuOptions?.ThreadsPerCore ?? 1),
    0,
  );
}
