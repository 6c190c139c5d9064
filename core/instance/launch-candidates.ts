import { createHash } from 'node:crypto';

export interface LaunchCandidate {
  instance_type: string;
  subnet_id?: string;
  /** Requested as a spot instance. */
  spot: boolean;
  /** Client token of RunInstances, at most 64 characters; the same for the same attempt. */
  token: string;
}

/**
 * Returns every instance type in every subnet, the preferred type first. Without subnets, EC2 chooses one of the
 * default network. With `spot`, each is requested as a spot instance first, and all of them on demand after the last.
 */
export function launchCandidates(options: {
  buildId: string;
  purpose: string;
  instanceTypes: string[];
  subnets: string[];
  spot?: boolean;
}): LaunchCandidate[] {
  const subnets: (string | undefined)[] = options.subnets.length ? options.subnets : [undefined];
  return (options.spot ? [true, false] : [false]).flatMap((spot) =>
    options.instanceTypes.flatMap((instanceType) =>
      subnets.map((subnet) => ({
        instance_type: instanceType,
        subnet_id: subnet,
        spot,
        token: createHash('sha256')
          .update([options.buildId, options.purpose, instanceType, subnet ?? '', ...(spot ? ['spot'] : [])].join('\n'))
          .digest('hex'),
      })),
    ),
  );
}

/**
 * Returns the candidates in the order of a later try. The last one that an earlier try began comes first: its answer
 * may have been lost, and with its client token EC2 answers with the instance that was launched. Another candidate
 * would be a second instance.
 */
export function resumedCandidates(
  candidates: readonly LaunchCandidate[],
  begun: ReadonlySet<string>,
): LaunchCandidate[] {
  const last = candidates.findLast(({ token }) => begun.has(token));
  return last === undefined ? [...candidates] : [last, ...candidates.filter((candidate) => candidate !== last)];
}
