import type { Finding } from './finding';

/** EC2's answer to a dry run of a launch. */
export interface LaunchTrial {
  subnet_id: string;
  instance_type: string;
  /** EC2's code, `DryRunOperation` when it would have launched. */
  code: string;
  message: string;
}

const mends: Record<string, string> = {
  UnauthorizedOperation:
    'see the permissions above; if all are allowed, a policy of the organization or one of its conditions denies the call',
  'InvalidSubnetID.NotFound':
    'name existing subnets in the setting network, or deploy the core stack again, then the others',
  'InvalidAMIID.NotFound': 'see allowed-images below: Allowed AMIs of the account may hide the base',
  'InvalidGroup.NotFound':
    'name an existing security group in the setting network, or deploy the core stack again, then the others',
  InvalidParameterValue: 'the instance profile may be gone: deploy the core stack again',
  Unsupported: 'nothing is required: builds use the other subnets',
  PendingVerification: 'wait: the account is new, and AWS sends an email when it is verified',
  Blocked: 'contact AWS Support: the account is blocked',
  OptInRequired: 'subscribe the account to EC2',
};

/**
 * Judges whether a builder can be launched: EC2 makes a dry run in each subnet with the builder's profile and launches
 * nothing. A dry run checks neither capacity nor quotas.
 */
export function judgeLaunch({ subnet_id, instance_type, code, message }: LaunchTrial): Finding {
  const base = { check: 'launch' as const, subject: subnet_id };
  if (code === 'DryRunOperation')
    return { ...base, result: 'ok', seen: `EC2 would launch a builder (${instance_type}) there` };
  return {
    ...base,
    result: code === 'Unsupported' ? 'warning' : 'failed',
    seen: `${code}: ${message}`,
    mend: mends[code] ?? 'correct what the message of EC2 names',
  };
}

/** The last successful build. */
export interface LastBuild {
  build_id: string;
  ami_id?: string;
  ended_at?: string;
}

/**
 * Judges whether images can be created, by the last successful build, because EC2 makes a dry run of CreateImage only
 * for an existing instance. Without one it is unknown.
 */
export function judgeCreateImage(last: LastBuild | undefined): Finding {
  const base = { check: 'create-image' as const, subject: 'an image' };
  if (last)
    return {
      ...base,
      result: 'ok',
      seen: `${last.build_id} created ${last.ami_id ?? 'an image'}${last.ended_at === undefined ? '' : ` and ended at ${last.ended_at}`}`,
    };
  const seen =
    'not checked: EC2 makes a dry run of CreateImage only for an existing instance, and no build has succeeded yet';
  return {
    ...base,
    result: 'unknown',
    seen,
    mend: 'run spawn build --smoke, which creates an instance and its image and removes both',
  };
}
