import { SpawnError } from '../errors';

/** One try of a launch that EC2 refused, with EC2's code and message. */
export interface RefusedTry {
  instance_type: string;
  subnet_id?: string;
  /** Requested as a spot instance. */
  spot?: boolean;
  /** EC2's code, such as `VcpuLimitExceeded`. */
  code: string;
  message: string;
}

/** EC2's quota errors that another type or subnet may avoid. */
export const quotaErrors = ['InstanceLimitExceeded', 'VcpuLimitExceeded', 'MaxSpotInstanceCountExceeded'];

// The quotas of instance families in vCPUs (Service Quotas, Amazon EC2). Spot has its own codes.
const quotas: readonly { family: RegExp; letters: string; code?: string; spotCode?: string }[] = [
  { family: /^(dl|hpc|inf|trn|mac|u)-?\d/, letters: '' },
  { family: /^(g|vt)\d/, letters: 'G and VT', code: 'L-DB2E81BA', spotCode: 'L-3819A6DF' },
  { family: /^p\d/, letters: 'P', code: 'L-417A185B', spotCode: 'L-7212CCBC' },
  { family: /^f\d/, letters: 'F' },
  { family: /^x\d/, letters: 'X' },
  {
    family: /^[acdhimrtz]/,
    letters: 'Standard (A, C, D, H, I, M, R, T, Z)',
    code: 'L-1216C47A',
    spotCode: 'L-34B43A08',
  },
];

/** Returns the quota of Amazon EC2 that a launch of the type counts against, with its name in Service Quotas. */
export function quotaOf(instanceType: string, spot = false): string {
  const found = quotas.find(({ family }) => family.test(instanceType));
  const letters = found?.letters || instanceType.split(/[-\d]/)[0]?.toUpperCase();
  const code = spot ? found?.spotCode : found?.code;
  const title = spot ? `All ${letters} Spot Instance Requests` : `Running On-Demand ${letters} instances`;
  return code === undefined ? `'${title}'` : `'${title}' (${code})`;
}

/**
 * Returns the error of a launch that EC2 refused at every try: QuotaExceeded with the quotas if there was no other
 * reason, otherwise InsufficientCapacity. Message and `details.tries` contain EC2's code and message of each try.
 */
export function refusedLaunch(tries: readonly RefusedTry[], region: string): SpawnError {
  const types = [...new Set(tries.map(({ instance_type }) => instance_type))];
  const overQuota = tries.filter(({ code }) => quotaErrors.includes(code));
  const names = [...new Set(overQuota.map(({ instance_type, spot }) => quotaOf(instance_type, spot)))];
  const more = names.length
    ? `raise the quota ${names.join(' and ')} of Amazon EC2 in ${region} in Service Quotas, or terminate instances that count towards it`
    : undefined;
  const isAllQuota = overQuota.length === tries.length;
  const advice = [more, isAllQuota ? undefined : 'name other instance types or try again later']
    .filter(Boolean)
    .join('; ');
  return new SpawnError(
    isAllQuota ? 'QuotaExceeded' : 'InsufficientCapacity',
    `EC2 launched no ${types.join(', ')} in ${region}. ${sentences(tries)} What to do: ${advice}.`,
    { region, tries },
  );
}

/** Returns the tries of a refused launch if another type or subnet may succeed; undefined for any other error. */
export function triesOf(error: unknown): RefusedTry[] | undefined {
  if (!(error instanceof SpawnError) || !['InsufficientCapacity', 'QuotaExceeded'].includes(error.name))
    return undefined;
  return error.details.tries as RefusedTry[] | undefined;
}

/**
 * Returns the warning about a builder that is on demand because EC2 launched no spot instance for it; undefined when
 * an earlier warning of its build says so. A launch that is resumed on demand knows no refused try.
 */
export function onDemandWarning(tries: readonly RefusedTry[], earlier: readonly string[] = []): string | undefined {
  const fact = 'the builder is on demand, because EC2 launched no spot instance.';
  if (earlier.some((warning) => warning.startsWith(fact))) return undefined;
  const reasons = sentences(tries.filter(({ spot }) => spot));
  return `${fact} ${reasons || 'Its reasons are not known, because the function that asked was interrupted.'}`;
}

/** Returns EC2's messages, each once with all its subnets. */
function sentences(tries: readonly RefusedTry[]): string {
  const locationsByMessage = new Map<string, string[]>();
  for (const { instance_type, subnet_id, spot, code, message } of tries) {
    const text = `${code}: ${message}`;
    const what = spot ? `${instance_type} (spot)` : instance_type;
    locationsByMessage.set(text, [
      ...(locationsByMessage.get(text) ?? []),
      subnet_id === undefined ? what : `${what} in ${subnet_id}`,
    ]);
  }
  return [...locationsByMessage]
    .map(([text, where]) => `${where.join(', ')}: ${text}${/[.!?]$/.test(text) ? '' : '.'}`)
    .join(' ');
}
