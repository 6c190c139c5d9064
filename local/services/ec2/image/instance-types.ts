import { AwsError } from '../../../kernel/types';
import { arnOf, ownedContext } from '../state/authorize';
import type { Image } from '../state/model';
import { requireOwnImage } from '../state/own-image';
import type { Handler } from '../state/simulation';

const mostEntries = 100;

/** Replaces or removes the instance types that an own image may and may not be launched on. */
export const replaceImageInstanceTypeSpecification: Handler = (request) => {
  const { call, input } = request;
  const image = requireOwnImage(request);
  call.authorize(`ec2:${call.action}`, arnOf(request, 'image', image.id), ownedContext(request, image));
  const asked = input.InstanceTypeSpecification;
  const supported: string[] = asked?.SupportedInstanceTypes ?? [];
  const unsupported: string[] = asked?.UnsupportedInstanceTypes ?? [];
  for (const list of [supported, unsupported]) requireValid(list);
  if (new Set([...supported, ...unsupported]).size < supported.length + unsupported.length)
    throw new AwsError('InvalidParameterValue', 'Entries of the instance type specification must be unique.');
  return () => {
    image.instanceTypes = asked ? { supported, unsupported } : undefined;
    return { ReturnValue: true };
  };
};

function requireValid(list: readonly string[]): void {
  if (list.length > mostEntries)
    throw new AwsError('InvalidParameterValue', `A list of instance types has at most ${mostEntries} entries.`);
  const bad = list.find((entry) => !/^(?!.*\*\*)[A-Za-z0-9_.*-]{1,24}$/.test(entry));
  if (bad !== undefined)
    throw new AwsError('InvalidParameterValue', `Value (${bad}) is not an instance type or pattern.`);
}

/** The specification in the form of DescribeImages. */
export function shownInstanceTypes({ instanceTypes }: Image): Record<string, unknown> | undefined {
  const items = (list: readonly string[]) => list.map((InstanceType) => ({ InstanceType }));
  return (
    instanceTypes && {
      SupportedInstanceTypes: items(instanceTypes.supported),
      UnsupportedInstanceTypes: items(instanceTypes.unsupported),
    }
  );
}
