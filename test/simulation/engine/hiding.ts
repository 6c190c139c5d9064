import { AwsError } from '../../../local/kernel/types';

/** A resource that nobody sees until a time, in milliseconds. */
export interface Hidden {
  id: string;
  until: number;
}

const ids = /"(ami|i|snap|vol)-[0-9a-f]{17}"/g;
const errors: Record<string, string> = {
  ami: 'InvalidAMIID.NotFound',
  i: 'InvalidInstanceID.NotFound',
  snap: 'InvalidSnapshot.NotFound',
  vol: 'InvalidVolume.NotFound',
};

/** Returns the resources that an answer of a creating call names, hidden until then. */
export function hideNew(answer: Record<string, any>, until: number): Hidden[] {
  const found: string[] = answer.ImageId
    ? [answer.ImageId as string]
    : ((answer.Instances ?? []) as { InstanceId: string }[]).map(({ InstanceId }) => InstanceId);
  return found.map((id) => ({ id, until }));
}

/** Returns the error for a request that names something hidden. */
export function isUnseen(hidden: readonly Hidden[], input: object, now: number): AwsError | undefined {
  const named =
    JSON.stringify(input)
      .match(ids)
      ?.map((text) => text.slice(1, -1)) ?? [];
  const unseen = hidden.find(({ id, until }) => until > now && named.includes(id));
  return unseen && new AwsError(errors[unseen.id.split('-')[0] ?? ''] ?? 'NotFound', `'${unseen.id}' does not exist`);
}

/** Returns an answer without what is hidden. */
export function withoutHidden(
  hidden: readonly Hidden[],
  answer: Record<string, any>,
  now: number,
): Record<string, any> {
  const open = hidden.filter(({ until }) => until > now).map(({ id }) => id);
  if (open.length === 0) return answer;
  const isSeen = (entry: any): boolean =>
    !open.includes(entry?.ImageId) && !open.includes(entry?.InstanceId) && !open.includes(entry?.ResourceId);
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => {
      if (name === 'Instances') return [name, value];
      if (name === 'Reservations')
        return [name, (value as { Instances: unknown[] }[]).filter(({ Instances }) => Instances.every(isSeen))];
      return [name, Array.isArray(value) ? value.filter(isSeen) : value];
    }),
  );
}
