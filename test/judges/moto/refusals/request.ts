/**
 * A request that EC2 refuses, with EC2's code. `$name` in the input stands for what `prepare` in refuse.py made. `moto`
 * says why moto's answer counts for nothing, where it takes the request or gives another code.
 */
export interface BadRequest {
  name: string;
  action: string;
  input: Readonly<Record<string, unknown>>;
  code: string;
  moto?: { takes: string } | { says: string; though: string };
}

/** A launch with nothing wrong. */
export const launch = { ImageId: '$base', InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1, SubnetId: '$subnet' };

/** Ids that are well-formed and belong to nothing. */
export const nobodys = {
  instance: 'i-0123456789abcdef0',
  image: 'ami-0123456789abcdef0',
  snapshot: 'snap-0123456789abcdef0',
  group: 'sg-0123456789abcdef0',
  template: 'lt-0123456789abcdef0',
};

export const unknownFilter = [{ Name: 'colour', Values: ['red'] }];
export const oneTag = [{ Key: 'a', Value: 'b' }];
export const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID6Zxs5rUKF4snNAZb0hCMNdiDW131eZN9QMNBRptkRH judge';
