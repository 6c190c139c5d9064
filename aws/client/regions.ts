import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import type { Ec2Region } from '../../core/model/ec2';
import { unexpectedAnswer } from './errors';
import { ec2 } from './clients';
import { environment } from './environment';

/** Returns all regions of the partition, with whether the account has enabled them. EC2 returns them without pages. */
export async function describeRegions(): Promise<Ec2Region[]> {
  const { Regions } = await ec2(environment().homeRegion).send(new DescribeRegionsCommand({ AllRegions: true }));
  if (!Regions?.length) throw unexpectedAnswer('DescribeRegions', 'regions');
  return Regions.flatMap(({ RegionName, OptInStatus }) =>
    RegionName ? [{ region: RegionName, enabled: OptInStatus !== 'not-opted-in' }] : [],
  );
}
