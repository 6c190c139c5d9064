import { imageIdPattern } from '../../../../core/lib/identifier';
import type { InputOf } from '../../../client/types';
import { flag } from '../../../shared/command-text';
import type { Route } from '../../../shared/navigation/route';

/** What a cleanup was asked for; what is absent, the policies of the stacks decide. */
export interface CleanupAsked {
  kind: 'request' | 'policy';
  images?: readonly { ami_id: string; region?: string }[];
  age_days?: number;
  deprecated_only?: boolean;
  stack?: string;
  keep_latest?: number;
  region?: string;
  unmanaged?: { name?: string; tags?: Readonly<Record<string, string>> };
  orphans?: { description: string };
}

/** What a plan is about. */
export const subjects = ['images', 'named', 'unmanaged', 'orphans'] as const;
export type Subject = (typeof subjects)[number];

/** The fields of the form, as somebody types them; an empty one has the default of the API. */
export interface PlanForm {
  subject: Subject;
  stack: string;
  age: string;
  keep: string;
  deprecated: boolean;
  region: string;
  limit: string;
  /** Ids of images, separated by spaces or commas. */
  ids: string;
  /** Name of images that spawn does not manage; `*` is a wildcard. */
  name: string;
  /** Their tags, `key=value` each. */
  tags: string;
  /** Description of snapshots; `*` is a wildcard. */
  description: string;
}

export type TextField = Exclude<keyof PlanForm, 'subject' | 'deprecated'>;

/** The fields that each subject has. */
export const fieldsOf: Readonly<Record<Subject, readonly TextField[]>> = {
  images: ['stack', 'age', 'keep', 'region', 'limit'],
  named: ['ids', 'region', 'limit'],
  unmanaged: ['name', 'tags', 'age', 'region', 'limit'],
  orphans: ['description', 'age', 'region', 'limit'],
};

const texts = ['stack', 'age', 'keep', 'region', 'limit', 'ids', 'name', 'tags', 'description'] as const;

/** Returns the form of an address, such as `#/cleanup/new?stack=pytorch&keep=3`. */
export function formOf({ query }: Route): PlanForm {
  const text = (name: TextField): string => query[name] ?? '';
  return {
    subject: subjects.find((subject) => subject === query.subject) ?? 'images',
    deprecated: query.deprecated === 'true',
    ...(Object.fromEntries(texts.map((name) => [name, text(name)])) as Record<TextField, string>),
  };
}

/** Returns the query of the address that has this form. */
export function addressQuery(form: PlanForm): Record<string, string | undefined> {
  const { subject, deprecated } = form;
  return {
    subject: subject === 'images' ? undefined : subject,
    ...Object.fromEntries(fieldsOf[subject].map((name) => [name, form[name]])),
    deprecated: hasDeprecated(subject) && deprecated ? 'true' : undefined,
  };
}

/** Returns the form that asks the same as an earlier cleanup. One of the night is asked by the policies. */
export function formOfRequest(asked: CleanupAsked): PlanForm {
  const { images, age_days, deprecated_only = false, stack, keep_latest, region, unmanaged, orphans } = asked;
  const tags = Object.entries(unmanaged?.tags ?? {}).map(([key, value]) => `${key}=${value}`);
  return {
    subject: images ? 'named' : unmanaged ? 'unmanaged' : orphans ? 'orphans' : 'images',
    stack: stack ?? '',
    age: age_days === undefined ? '' : String(age_days),
    keep: keep_latest === undefined ? '' : String(keep_latest),
    deprecated: deprecated_only,
    region: region ?? '',
    limit: '',
    ids: (images ?? []).map(({ ami_id }) => ami_id).join(' '),
    name: unmanaged?.name ?? '',
    tags: tags.join(' '),
    description: orphans?.description ?? '',
  };
}

/** Returns whether a subject can be limited to deprecated images. */
export function hasDeprecated(subject: Subject): boolean {
  return subject === 'images' || subject === 'unmanaged';
}

const whole = (text: string, most: number): boolean => /^\d{1,5}$/.test(text) && +text >= 1 && +text <= most;
const wordsIn = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');

/** Returns what is wrong with a field that is not empty. */
export function problemOf(name: TextField, typed: string): string | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  if (name === 'age') return whole(text, 36_500) ? undefined : 'Write a number of days from 1 to 36500';
  if (name === 'keep') return whole(text, 1_000) ? undefined : 'Write a number from 1 to 1000';
  if (name === 'limit') return whole(text, 10_000) ? undefined : 'Write a number from 1 to 10000';
  if (name === 'ids') {
    const wrong = wordsIn(text).find((word) => !imageIdPattern.test(word));
    return wrong === undefined ? undefined : `${wrong} is not an image id: write ami-…`;
  }
  if (name === 'tags') {
    const wrong = wordsIn(text).find((word) => word.indexOf('=') < 1);
    return wrong === undefined ? undefined : `${wrong} is not a tag: write key=value`;
  }
  return undefined;
}

/** Returns why no plan can be made of a form; undefined if one can. */
export function missingIn(form: PlanForm): string | undefined {
  const { subject, ids, name, tags, age, description } = form;
  const wrong = fieldsOf[subject].map((field) => problemOf(field, form[field])).find((text) => text !== undefined);
  if (wrong !== undefined) return wrong;
  const empty = (text: string): boolean => text.trim() === '';
  if (subject === 'named' && empty(ids)) return 'Give the ids of the images';
  if (subject === 'unmanaged' && empty(name) && empty(tags)) return 'Give a name or a tag';
  if (subject === 'orphans' && empty(description)) return 'Give a description';
  if ((subject === 'unmanaged' || subject === 'orphans') && empty(age)) return 'Give the age';
  return undefined;
}

/** Returns the request of the API for a form that has all it needs: a plan, and nothing is removed. */
export function planBody(form: PlanForm): InputOf<'startCleanup'>['body'] {
  const { subject, deprecated } = form;
  const { stack, age, keep, region, limit, ids, name, tags, description } = given(form);
  const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
  const pairs = wordsIn(tags ?? '').map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]);
  return {
    stack,
    age_days: number(age),
    keep_latest: number(keep),
    region,
    limit: number(limit),
    dry_run: true,
    ...(hasDeprecated(subject) && deprecated && { deprecated_only: true }),
    ...(subject === 'named' && { ami_ids: wordsIn(ids ?? '') }),
    ...(subject === 'unmanaged' && {
      unmanaged: { name, ...(pairs.length > 0 && { tags: Object.fromEntries(pairs) as Record<string, string> }) },
    }),
    ...(subject === 'orphans' && { orphans: { description: description ?? '' } }),
  };
}

/** Returns the words of the command that makes the same plan. */
export function planCommand(form: PlanForm): string[] {
  const { subject, deprecated } = form;
  const { stack, age, keep, region, limit, ids, name, tags, description } = given(form);
  return [
    'cleanup-amis',
    ...wordsIn(ids ?? ''),
    '--dry-run',
    ...(subject === 'unmanaged' ? ['--unmanaged'] : []),
    ...flag('--name', name),
    ...wordsIn(tags ?? '').flatMap((tag) => flag('--tag', tag)),
    ...flag('--orphan-snapshots', description),
    ...flag('--stack', stack),
    ...flag('--age', age === undefined ? undefined : `${age}d`),
    ...(hasDeprecated(subject) && deprecated ? ['--deprecated-only'] : []),
    ...flag('--keep-latest', keep),
    ...flag('--region', region),
    ...flag('--limit', limit),
  ];
}

/** Returns the fields of the subject that are not empty, without spaces around them. */
function given(form: PlanForm): Partial<Record<TextField, string>> {
  return Object.fromEntries(
    fieldsOf[form.subject].flatMap((name) => (form[name].trim() === '' ? [] : [[name, form[name].trim()]])),
  );
}
