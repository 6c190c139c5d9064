import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountOf } from '../../../local/kernel/accounts';
import type { Local } from '../../../local/app/simulation';
import { normalized } from './question';

/** Names the folder into which every process writes the questions that its simulations ask IAM. */
export const questionsVariable = 'SPAWN_TEST_QUESTIONS';

const seen = new Set<string>();

/** Writes down what a simulation asks IAM, each question once, where `SPAWN_TEST_QUESTIONS` names a folder. */
export function recordQuestions(local: Local): Local {
  const folder = process.env[questionsVariable];
  if (folder === undefined) return local;
  const file = join(folder, `${process.pid}.jsonl`);
  const owners = new Map(
    [local.roles, ...local.members.values()]
      .flatMap((roles) => roles.documents())
      .map(({ owner, document }) => [document, owner]),
  );
  const { world } = local;
  const decide = world.authorize.bind(world);
  world.authorize = (service, principal, region, action, resource, context = {}) => {
    for (const owner of principal.administrator
      ? []
      : new Set(principal.policies.map((policy) => owners.get(policy)))) {
      if (owner === undefined) continue;
      const question = { owner, account: accountOf(principal), region, action, resource, context };
      const line = JSON.stringify(normalized(question));
      if (!seen.has(line)) appendFileSync(file, `${line}\n`);
      seen.add(line);
    }
    decide(service, principal, region, action, resource, context);
  };
  return local;
}
