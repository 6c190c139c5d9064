import type { Finding } from './finding';

/**
 * The service-linked role without which EC2 launches no spot instance (EC2 user guide, "Service-linked role for Spot
 * Instance requests").
 */
export const spotRole = {
  name: 'AWSServiceRoleForEC2Spot',
  path: 'aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot',
  create: 'aws iam create-service-linked-role --aws-service-name spot.amazonaws.com',
} as const;

/**
 * Judges whether the service-linked role for spot exists: "Spot needs its role". A missing role is a warning, because
 * everything else works without it.
 */
export function judgeSpot(present: boolean): Finding {
  const base = { check: 'spot' as const, subject: spotRole.name };
  if (present) return { ...base, result: 'ok', seen: 'the role exists: spot instances can be launched' };
  return {
    ...base,
    result: 'warning',
    seen: 'the role does not exist: EC2 launches no spot instances',
    mend: `${spotRole.create}, once per account`,
  };
}
