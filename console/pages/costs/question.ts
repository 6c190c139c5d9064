import type { InputOf } from '../../client/types';
import { flag } from '../../shared/command-text';
import type { Route } from '../../shared/navigation/route';

/** What the costs are asked of, as the address keeps it. Amounts are texts, since somebody types them. */
export interface CostQuestion {
  stack?: string;
  region?: string;
  /** An image by id or name, with its copies. */
  ami?: string;
  /** Minutes that a launch saves. */
  minutes?: string;
  /** US dollars that an hour of waiting is worth. */
  hourly?: string;
}

const names = ['stack', 'region', 'ami', 'minutes', 'hourly'] as const;

/** Returns the question of an address. */
export function questionOf({ query }: Route): CostQuestion {
  return Object.fromEntries(names.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
}

/** Returns the query of an address for a question, always in the same order. */
export function addressQuery(question: CostQuestion): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, question[name]]));
}

/** Returns what is wrong with an amount that somebody has typed; nothing typed means the default. */
export function amountProblem(text: string): string | undefined {
  return text === '' || /^\d{1,6}(\.\d{1,4})?$/.test(text) ? undefined : 'Write a number, such as 10 or 2.5';
}

/** Returns the query of the API; undefined while an amount is no number, so that nothing is asked. */
export function costsQuery(question: CostQuestion): NonNullable<InputOf<'readCosts'>['query']> | undefined {
  const { stack, region, ami, minutes, hourly } = question;
  if ([minutes, hourly].some((amount) => amountProblem(amount ?? '') !== undefined)) return undefined;
  return { stack, region, ami, minutes_saved: minutes, hourly_value: hourly };
}

/** Returns the words of the command that shows the same costs. */
export function costCommand({ stack, region, ami, minutes, hourly }: CostQuestion): string[] {
  return [
    'ami',
    'cost',
    ...(ami === undefined ? [] : [ami]),
    ...flag('--stack', stack),
    ...flag('--region', region),
    ...flag('--minutes-saved', minutes),
    ...flag('--hourly-value', hourly),
  ];
}
