import { createHash } from 'node:crypto';

export interface LaunchCandidate {
  instance_type: string;
  subnet_id?: string;
  /** Client token of RunInstances, at most 64 characters; the same for the same attempt. */
  token: string;
}

/**
 * Returns every instance type in every subnet, the preferred type first. Without subnets, EC2 chooses one of the
 * default network.
 */
export function launchCandidates(options: {
  buildId: string;
  purpose: string;
  instanceTypes: string[];
  subnets: string[];
}): LaunchCandidate[] {
  const subnets: (string | undefined)[] = options.subnets.length ? options.subnets : [undefined];
  return options.instanceTypes.flatMap((instanceType) =>
    subnets.map((subnet) => ({
      instance_type: instanceType,
      subnet_id: subnet,
      token: createHash('sha256')
        .update([options.buildId, options.purpose, instanceType, subnet ?? ''].join('\n'))
        .digest('hex'),
    })),
  );
}
