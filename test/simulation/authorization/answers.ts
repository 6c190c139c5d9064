import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listOf } from '../../../local/services/iam/evaluate';
import type { ConditionContext } from '../../../local/kernel/types';
import { homeAccount } from '../../kit/assemblies';
import type { Judge, Policies } from './judge';
import type { Killed } from './killers';
import type { Question } from './question';

/** Questions that differ in who asks only, with the answers: a line of the file. */
interface Row {
  action: string;
  resource: string;
  account?: string;
  region?: string;
  context?: ConditionContext;
  allowed: string[];
  denied: string[];
}

const home = 'us-east-1';
const fileOf = (project: string): string => join(project, 'test', 'simulation', 'authorization', 'answers.jsonl');
const short = (owner: string): string => owner.replace(/^role spawn-next-(.*)-us-east-1$/, '$1');
const long = (name: string): string => (name.includes(' ') ? name : `role spawn-next-${name}-us-east-1`);

/** A question and its answer. */
export interface Answered {
  question: Question;
  allowed: boolean;
}

/** The answers that the policies of the deployment must give. */
export function readAnswers(project: string): Answered[] {
  const lines = readFileSync(fileOf(project), 'utf8').split('\n').filter(Boolean);
  return lines.flatMap((line) => {
    const { allowed, denied, account = homeAccount, region = home, context = {}, ...rest } = JSON.parse(line) as Row;
    const of = (owners: string[], isAllowed: boolean): Answered[] =>
      owners.map((owner) => ({
        question: { owner: long(owner), account, region, context, ...rest },
        allowed: isAllowed,
      }));
    return [...of(allowed, true), ...of(denied, false)];
  });
}

/** Writes the answers by which each policy is told from one that lacks something. */
export function writeAnswers(project: string, killed: readonly Killed[], policies: Policies, judge: Judge): void {
  const rows = new Map<string, Row>();
  for (const { by } of killed) {
    if (!by) continue;
    const { owner, account, region, ...question } = by.question;
    const context = neededOf(by.question, policies);
    const rest = {
      ...question,
      ...(account !== homeAccount && { account }),
      ...(region !== home && { region }),
      ...(Object.keys(context).length > 0 ? { context } : { context: undefined }),
    };
    const key = JSON.stringify(rest);
    const row = rows.get(key) ?? { ...rest, allowed: [], denied: [] };
    rows.set(key, row);
    const list = judge.allows({ ...by.question, context }, policies.get(owner)!) ? row.allowed : row.denied;
    if (!list.includes(short(owner))) list.push(short(owner));
  }
  const lines = [...rows.values()].map(({ allowed, denied, ...rest }) =>
    JSON.stringify({ ...rest, allowed: allowed.sort(), denied: denied.sort() }),
  );
  writeFileSync(fileOf(project), `${lines.sort().join('\n')}\n`);
}

/** What of the context the policies of an owner look at: the keys of conditions, and of variables. */
function neededOf({ owner, context }: Question, policies: Policies): ConditionContext {
  const text = JSON.stringify(policies.get(owner)!.flatMap(({ Statement }) => listOf(Statement))).toLowerCase();
  const entries = Object.entries(context).filter(([key]) => text.includes(key.toLowerCase()));
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
