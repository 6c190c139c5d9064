import { describeEndpoints, describeSubnets, httpsOut } from '../../aws/account/network';
import { parameterImageId } from '../../aws/image/base';
import { environment } from '../../aws/client/environment';
import { tryInstance } from '../../aws/instance/run';
import { baseParameter } from '../../core/model/base';
import type { Finding } from '../../core/doctor/finding';
import { judgeLaunch } from '../../core/doctor/launch';
import { judgeWayToSsm } from '../../core/doctor/way-to-ssm';
import { instanceTags } from '../../core/instance/tags';

const smallest = 't3.micro';
const minute = 60;

/**
 * Checks with dry runs whether EC2 would launch a builder in each subnet of the settings, with its instance profile and
 * tags. Returns one finding per subnet.
 */
export async function checkLaunch(now: Date): Promise<Finding[]> {
  const { homeRegion: region, subnets, securityGroup, builderProfile, deployment } = environment();
  const imageId = await parameterImageId(region, baseParameter('al2023', 'x86_64'));
  const tags = instanceTags({ now, name: 'doctor', purpose: 'ami-build', deployment, ttl_seconds: minute });
  return Promise.all(
    subnets.map(async (subnet_id) => {
      const trial = await tryInstance({
        region,
        clientToken: `doctor-${now.getTime()}-${subnet_id}`,
        imageId,
        instanceType: smallest,
        subnetId: subnet_id,
        securityGroupIds: [securityGroup],
        profileName: builderProfile,
        shutdownBehavior: 'terminate',
        tags,
      });
      return judgeLaunch({ subnet_id, instance_type: smallest, ...trial });
    }),
  );
}

/** Checks whether an instance in each builder subnet can reach Systems Manager and S3. */
export async function checkBuilderWay(): Promise<Finding[]> {
  const { homeRegion, subnets, securityGroup } = environment();
  const [found, egress] = await Promise.all([
    describeSubnets(homeRegion, subnets),
    httpsOut(homeRegion, securityGroup),
  ]);
  const endpoints = await describeEndpoints(homeRegion, [...new Set(found.map(({ vpc_id }) => vpc_id))]);
  return found.map((subnet) => judgeWayToSsm(subnet, endpoints, egress));
}
