/** What is wrong with an answer of AWS. */
export const poisonKinds = [
  // Nothing in it at all, or no list.
  'empty',
  'without-lists',
  // Every other member of each thing is missing.
  'partial',
  // A state that nobody knows.
  'unknown-state',
  // A page without anything before the things, or after them: both are right answers.
  'empty-page-first',
  'empty-page-last',
  // Pages without end: the same token, two in turn, or always another.
  'same-token',
  'two-tokens',
  'new-tokens',
  // Two thousand of what there is one of.
  'enormous',
] as const;

export type PoisonKind = (typeof poisonKinds)[number];

/** At the n-th call (from 1) of an action by a function, at every one if `nth` is 0. */
export interface Poison {
  function: string;
  action: string;
  nth: number;
  kind: PoisonKind;
}

type Answer = Record<string, any>;

/** Calls that AWS answers in pages, when they name no ids. */
const paged =
  /^(ec2:(Describe(Images|Instances|Snapshots|Volumes|LaunchTemplates|LaunchTemplateVersions|ImageReferences|ImageUsageReport\w*)|ListImagesInRecycleBin)|ssm:(DescribeInstanceInformation|ListCommands\w*|DescribeParameters)|autoscaling:Describe\w+|states:List\w+|imagebuilder:List\w+)$/;

export const isPaged = (action: string): boolean => paged.test(action);
const paging: readonly PoisonKind[] = [
  'empty-page-first',
  'empty-page-last',
  'same-token',
  'two-tokens',
  'new-tokens',
  'enormous',
];

/** Returns whether a kind can happen at calls of an action. */
export const fits = (kind: PoisonKind, action: string): boolean => !paging.includes(kind) || isPaged(action);

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isThing = (value: unknown): value is Answer =>
  typeof value === 'object' &&
  value !== null &&
  !isList(value) &&
  !(value instanceof Date) &&
  !(value instanceof Uint8Array);

function mapped(value: unknown, change: (thing: Answer) => Answer): unknown {
  if (isList(value)) return value.map((one) => mapped(one, change));
  if (!isThing(value)) return value;
  return Object.fromEntries(Object.entries(change(value)).map(([key, member]) => [key, mapped(member, change)]));
}

const states = /^(State|Status|PingStatus|StatusDetails|status|state)$/;
const tokenOf = (action: string): string => (/^(states|imagebuilder):/.test(action) ? 'nextToken' : 'NextToken');
const withoutItems = (answer: Answer): Answer =>
  Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, isList(value) ? [] : value]));

/** Returns another id of the same kind. */
function otherId(id: string, index: number): string {
  return id.replace(
    /^(ami|i|snap|vol)-[0-9a-f]{17}$/,
    (_all, kind: string) => `${kind}-${index.toString(16).padStart(17, 'f')}`,
  );
}

const copyOf = (value: unknown, index: number): unknown => {
  if (typeof value === 'string') return otherId(value, index);
  if (isList(value)) return value.map((one) => copyOf(one, index));
  return isThing(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copyOf(member, index)]))
    : value;
};

/** The answer to a call that is poisoned, whose `token` is what the request asks to go on from. */
export function poisoned(kind: PoisonKind, action: string, answer: Answer, token: string | undefined): Answer {
  const next = tokenOf(action);
  switch (kind) {
    case 'empty':
      return {};
    case 'without-lists':
      return Object.fromEntries(Object.entries(answer).filter(([, value]) => !isList(value)));
    case 'partial': {
      const half = (thing: Answer): Answer =>
        Object.fromEntries(Object.entries(thing).filter((_entry, index) => index % 2 === 0));
      return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, mapped(value, half)]));
    }
    case 'unknown-state':
      return mapped(answer, (thing) =>
        Object.fromEntries(
          Object.entries(thing).map(([key, value]) => {
            if (states.test(key) && typeof value === 'string') return [key, 'frobnicating'];
            return key === 'State' && isThing(value) ? [key, { ...value, Name: 'frobnicating' }] : [key, value];
          }),
        ),
      ) as Answer;
    case 'empty-page-first':
      return token === undefined ? { ...withoutItems(answer), [next]: 'poison-1' } : answer;
    case 'empty-page-last':
      return token === undefined ? { ...answer, [next]: 'poison-1' } : withoutItems(answer);
    case 'same-token':
      return { ...answer, [next]: 'poison-1' };
    case 'two-tokens':
      return { ...answer, [next]: token === 'poison-1' ? 'poison-2' : 'poison-1' };
    case 'new-tokens':
      return { ...answer, [next]: `poison-${Number(token?.split('-')[1] ?? 0) + 1}` };
    case 'enormous':
      return Object.fromEntries(
        Object.entries(answer).map(([key, value]) => [
          key,
          isList(value) && value.length > 0 && value.length < 100
            ? [...value, ...Array.from({ length: 2000 }, (_, index) => copyOf(value[index % value.length], index))]
            : value,
        ]),
      );
  }
}

export const tokenIn = (input: Answer): string | undefined =>
  [input.NextToken, input.nextToken].find((token): token is string => typeof token === 'string');

/** Whether a request names ids, which AWS answers in one page. */
export const namesIds = (input: Answer): boolean =>
  Object.entries(input).some(
    ([key, value]) => /Ids?$/.test(key) && key !== 'OwnerIds' && isList(value) && value.length > 0,
  );
