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

/** "Spot needs its role": a warning where it is missing, since everything else works without. */
export function judgeSpot(present: boolean): Finding {
  const base = { check: 'spot' as const, subject: spotRole.name };
  if (present) return { ...base, result: 'ok', seen: 'the role is there: spot instances can be launched' };
  return {
    ...base,
    result: 'warning',
    seen: 'the role is not there: EC2 launches no spot instance',
    mend: `${spotRole.create}, once an account`,
  };
}
