import { Judge, mutantsOf, type Mutant, type Policies } from './judge';
import type { Question } from './question';
import { twistsOf } from './twists';

export interface Killed {
  mutant: Mutant;
  /** A question that is answered otherwise, and where it comes from. */
  by?: { question: Question; twisted: boolean };
}

/**
 * Finds for each policy that lacks a permission or a condition a question that is answered otherwise: an allowed one
 * that is denied without the permission, or a denied one that is allowed without the condition. Denied questions are
 * those that were asked, and what differs in one thing from an allowed one.
 */
export async function killersOf(policies: Policies, asked: readonly Question[]): Promise<Killed[]> {
  const judge = await Judge.of(policies);
  const groups = new Map<string, { allowed: Question[]; denied: Question[] }>();
  for (const question of asked) {
    const own = policies.get(question.owner);
    if (!own) continue;
    const key = `${question.owner} ${question.action}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { allowed: [], denied: [] }));
    group[judge.allows(question, own) ? 'allowed' : 'denied'].push(question);
  }
  const grouped = (mutant: Mutant) => mutant.actions.flatMap((action) => groups.get(`${mutant.owner} ${action}`) ?? []);
  return mutantsOf(policies).map((mutant): Killed => {
    const own = policies.get(mutant.owner)!;
    if (mutant.kind === 'grant') {
      const needing = grouped(mutant).flatMap(({ allowed }) => allowed);
      const question = needing.find((one) => !judge.allows(one, mutant.policies));
      return { mutant, ...(question && { by: { question, twisted: false } }) };
    }
    const found = grouped(mutant)
      .flatMap(({ denied }) => denied)
      .find((one) => judge.allows(one, mutant.policies));
    if (found) return { mutant, by: { question: found, twisted: false } };
    const twisted = grouped(mutant)
      .flatMap(({ allowed }) => allowed)
      .flatMap(twistsOf)
      .find((one) => !judge.allows(one, own) && judge.allows(one, mutant.policies));
    return { mutant, ...(twisted && { by: { question: twisted, twisted: true } }) };
  });
}
