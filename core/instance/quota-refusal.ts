import { SpawnError } from '../errors';

// EC2's quota errors that another instance type or subnet does not avoid (EC2 API reference, "Error codes", and Service
// Quotas).
const quotas: Record<string, string> = {
  VolumeLimitExceeded:
    "'Storage for General Purpose SSD (gp3) volumes, in TiB' (L-7A658B76), or that of another volume type, of Amazon EBS",
  MaxIOPSLimitExceeded:
    "'IOPS for Provisioned IOPS SSD (io2) volumes' (L-8D977E7E), or that of another volume type, of Amazon EBS",
  SnapshotLimitExceeded: "'Snapshots per Region' (L-309BACF6) of Amazon EBS",
  PendingSnapshotLimitExceeded: 'of pending snapshots of Amazon EBS',
  ConcurrentSnapshotLimitExceeded: 'of concurrent snapshots of a volume of Amazon EBS',
  ResourceLimitExceeded: 'that this message names',
  NetworkInterfaceLimitExceeded: "'Network interfaces per Region' (L-DF5E4CA3) of Amazon VPC",
};

/** Returns QuotaExceeded with the quota's name for an EC2 quota error; undefined for any other. */
export function quotaRefusal(refusal: { name: string; message: string }, region: string): SpawnError | undefined {
  const quota = Object.hasOwn(quotas, refusal.name) ? quotas[refusal.name] : undefined;
  if (quota === undefined) return undefined;
  const advice = `Raise the quota ${quota} in ${region} in Service Quotas, or remove resources that count towards it, then try again.`;
  return new SpawnError('QuotaExceeded', `${refusal.name} in ${region}: ${refusal.message} ${advice}`, {
    region,
    aws_error: refusal.name,
  });
}
