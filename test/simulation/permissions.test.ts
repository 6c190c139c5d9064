import { resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { assemblyOf } from '../kit/assemblies';
import { localStack } from '../kit/journey';
import { readAnswers } from './authorization/answers';
import { Judge, mutantsOf, policiesOf, type Policies } from './authorization/judge';
import { isExplained, nameOf } from './authorization/survivors';

const project = resolve(__dirname, '..', '..');
const answers = readAnswers(project);
const unasked = JSON.parse(
  readFileSync(resolve(project, 'test', 'simulation', 'authorization', 'unasked.json'), 'utf8'),
) as string[];

let policies: Policies;
let judge: Judge;
beforeAll(async () => {
  const { local } = await localStack({ assembly: assemblyOf('next') });
  policies = policiesOf(local);
  judge = await Judge.of(policies);
});

// What is asked anew is recorded as CONTRIBUTING.md says.
test('everybody is allowed what was asked and needed, and denied what differs in one thing that a condition is about', () => {
  const wrong = answers.filter(({ question, allowed }) => {
    const own = policies.get(question.owner);
    return !own || judge.allows(question, own) !== allowed;
  });
  expect(wrong.map(({ question, allowed }) => ({ ...question, allowed }))).toEqual([]);
});

test('each permission is needed, and each condition forbids something, but for those that nothing has asked for yet', () => {
  const byOwner = new Map<string, typeof answers>();
  for (const one of answers) byOwner.set(one.question.owner, [...(byOwner.get(one.question.owner) ?? []), one]);
  const survivors = mutantsOf(policies)
    .filter((mutant) => !isExplained(mutant))
    .filter(({ owner, actions, policies: changed }) =>
      (byOwner.get(owner) ?? [])
        .filter(({ question }) => actions.includes(question.action))
        .every(({ question, allowed }) => judge.allows(question, changed) === allowed),
    );
  const names = [...new Set(survivors.map(nameOf))];
  expect(names.filter((name) => !unasked.includes(name))).toEqual([]);
  // The list only gets shorter: what is asked now is taken off it.
  expect(unasked.filter((name) => !names.includes(name))).toEqual([]);
});

test('a permission that a role no longer has, and a condition that it lost, is noticed', () => {
  const owner = 'role spawn-next-remove-images-us-east-1';
  const wrongWith = (kind: string, about: RegExp): number => {
    const mutants = mutantsOf(new Map([[owner, policies.get(owner)!]]));
    const mutant = mutants.find((one) => one.kind === kind && about.test(one.what))!;
    return answers.filter(
      ({ question, allowed }) => question.owner === owner && judge.allows(question, mutant.policies) !== allowed,
    ).length;
  };
  expect(wrongWith('grant', /ec2:DeregisterImage/)).toBeGreaterThan(0);
  expect(wrongWith('condition', /cleanup-marked.*ec2:DeregisterImage/)).toBeGreaterThan(0);
});
