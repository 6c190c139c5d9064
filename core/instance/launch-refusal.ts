import { SpawnError } from '../errors';

/** One try of a launch that EC2 refused, in EC2's own words. */
export interface RefusedTry {
  instance_type: string;
  subnet_id?: string;
  /** EC2's code, such as `VcpuLimitExceeded`. */
  code: string;
  message: string;
}

/** EC2's refusals where another type or subnet may do, since the account may have less than it asks for. */
export const quotaErrors = ['InstanceLimitExceeded', 'VcpuLimitExceeded', 'MaxSpotInstanceCountExceeded'];

// Service Quotas, Amazon EC2: the quotas of families of types, in vCPUs. Spot has codes of its own.
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

/** The quota of Amazon EC2 that a launch of the type counts into, as Service Quotas names it. */
export function quotaOf(instanceType: string, spot = false): string {
  const found = quotas.find(({ family }) => family.test(instanceType));
  const letters = found?.letters || instanceType.split(/[-\d]/)[0]?.toUpperCase();
  const code = spot ? found?.spotCode : found?.code;
  const title = spot ? `All ${letters} Spot Instance Requests` : `Running On-Demand ${letters} instances`;
  return code === undefined ? `'${title}'` : `'${title}' (${code})`;
}

/**
 * The error of a launch that EC2 refused at every try: QuotaExceeded, naming the quotas, when nothing else stood in the
 * way, InsufficientCapacity otherwise. Its message and `details.tries` hold EC2's code and words of each try.
 */
export function refusedLaunch(tries: readonly RefusedTry[], region: string, spot = false): SpawnError {
  const types = [...new Set(tries.map(({ instance_type }) => instance_type))];
  const overQuota = tries.filter(({ code }) => quotaErrors.includes(code));
  const names = [...new Set(overQuota.map(({ instance_type }) => quotaOf(instance_type, spot)))];
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

/** The tries of a refused launch, when another type or subnet may still do; undefined for any other error. */
export function triesOf(error: unknown): RefusedTry[] | undefined {
  if (!(error instanceof SpawnError) || !['InsufficientCapacity', 'QuotaExceeded'].includes(error.name))
    return undefined;
  return error.details.tries as RefusedTry[] | undefined;
}

/** What EC2 said, once for all subnets where it said the same. */
function sentences(tries: readonly RefusedTry[]): string {
  const told = new Map<string, string[]>();
  for (const { instance_type, subnet_id, code, message } of tries) {
    const words = `${code}: ${message}`;
    told.set(words, [
      ...(told.get(words) ?? []),
      subnet_id === undefined ? instance_type : `${instance_type} in ${subnet_id}`,
    ]);
  }
  return [...told].map(([words, where]) => `${where.join(', ')}: ${words}${/[.!?]$/.test(words) ? '' : '.'}`).join(' ');
}
