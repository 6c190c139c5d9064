import { instanceTypes } from '../../../fixtures/instance-types';
import { AwsError } from '../../../kernel/types';
import type { Request } from '../state/simulation';

const isStandard = (type: string): boolean => /^[acdhimrtz]\d/.test(type);
const vcpusOf = (types: readonly string[]): number =>
  types.filter(isStandard).reduce((sum, type) => sum + (instanceTypes.get(type)?.vcpus ?? 0), 0);

/**
 * Requires that the quota of running standard instances has room for instances of these types, at a launch or a start
 * (EC2 user guide, "Amazon EC2 instance type quotas": stopped instances and spot instances do not count). Throws
 * VcpuLimitExceeded.
 */
export function requireVcpus({ simulation, region }: Request, types: readonly string[]): void {
  const { standardVcpus } = simulation.limits;
  const running = [...region.instances.values()].filter(
    ({ state, spot }) => !spot && ['pending', 'running'].includes(state),
  );
  const wanted = vcpusOf(types);
  if (wanted === 0 || vcpusOf(running.map(({ type }) => type)) + wanted <= standardVcpus) return;
  throw new AwsError(
    'VcpuLimitExceeded',
    `You have requested more vCPU capacity than your current vCPU limit of ${standardVcpus} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  );
}
