import type { Finding } from './finding';

/** What EC2 said to a launch that it only tried. */
export interface LaunchTrial {
  subnet_id: string;
  instance_type: string;
  /** EC2's code, `DryRunOperation` when it would have launched. */
  code: string;
  message: string;
}

const mends: Record<string, string> = {
  UnauthorizedOperation:
    'see the permissions above; if those are all allowed, a policy of the organization or a condition in it refuses',
  'InvalidSubnetID.NotFound':
    'name subnets that exist in the setting network, or deploy the core stack again, and then the others',
  'InvalidGroup.NotFound':
    'name a security group that exists in the setting network, or deploy the core stack again, and then the others',
  InvalidParameterValue: 'the instance profile may be gone: deploy the core stack again',
  Unsupported: 'builds go on in the other subnets',
  PendingVerification: 'the account is new: AWS writes a mail when it is verified',
  Blocked: 'AWS has blocked the account: ask its support',
  OptInRequired: 'subscribe the account to EC2',
};

/**
 * "A builder can be launched": EC2 tries it in each subnet with the builder's profile, and launches nothing. Neither
 * capacity nor quotas are part of the trial.
 */
export function judgeLaunch({ subnet_id, instance_type, code, message }: LaunchTrial): Finding {
  const base = { check: 'launch' as const, subject: subnet_id };
  if (code === 'DryRunOperation')
    return { ...base, result: 'ok', seen: `EC2 would launch a builder (${instance_type}) there` };
  return {
    ...base,
    result: code === 'Unsupported' ? 'warning' : 'failed',
    seen: `${code}: ${message}`,
    mend: mends[code] ?? 'EC2 says what it does not take',
  };
}

/** The last build that succeeded. */
export interface LastBuild {
  build_id: string;
  ami_id?: string;
  ended_at?: string;
}

/**
 * EC2 tries CreateImage only on an instance that exists, so that the last build which succeeded has to tell: without
 * one it is unknown.
 */
export function judgeCreateImage(last: LastBuild | undefined): Finding {
  const base = { check: 'create-image' as const, subject: 'an image' };
  if (last)
    return {
      ...base,
      result: 'ok',
      seen: `${last.build_id} made ${last.ami_id ?? 'one'}${last.ended_at === undefined ? '' : `, done at ${last.ended_at}`}`,
    };
  const seen = 'not looked at: EC2 tries CreateImage only on an instance that exists, and no build has succeeded yet';
  return {
    ...base,
    result: 'unknown',
    seen,
    mend: 'spawn build --smoke makes an instance and its image, and removes both',
  };
}
