import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Expected, Need } from '../../core/doctor/expected';
import { decide } from '../../local/services/iam/evaluate';
import { builtProject, ofType, plain, settingsOf, synthesize } from './synthesis';

const settings = settingsOf({ managed_tags: [{ key: 'team', value: 'hpc' }] });
const root = builtProject();
const stacks = synthesize(settings, root);
const file = path.join(root, 'dist', 'with-expected', 'dev@us-east-1', 'examine-account', 'expected.json');
const expected = JSON.parse(
  readFileSync(file, 'utf8').replaceAll('{partition}', '<AWS::Partition>').replaceAll('{account}', '<AWS::AccountId>'),
) as Expected;

const roles = new Map(
  ofType(stacks, 'AWS::IAM::Role').map(({ properties }) => [
    String(properties.RoleName),
    properties.Policies.map((policy: any) => plain(policy.PolicyDocument)),
  ]),
);
const policiesOf = (role: string) => roles.get(role.split('/').at(-1) ?? '');
const refused = (role: string, need: Need, policies = policiesOf(role)): string[] => {
  const context = Object.fromEntries(need.context.map(({ key, values, list }) => [key, list ? values : values[0]]));
  return need.actions.flatMap((action) =>
    need.resources
      .filter((resource) => decide(policies, { action, resource, context }) !== 'allowed')
      .map((resource) => `${role} ${action} ${resource}`),
  );
};

test('the doctor knows every role of functions and instances, every schedule and every rule that is deployed', () => {
  const known = [...roles.keys()].filter((name) => expected.roles.some(({ role }) => role.endsWith(`/${name}`)));
  const functions = ofType(stacks, 'AWS::Lambda::Function').map(({ properties }) => properties.FunctionName);
  expect(known.sort()).toEqual(
    [...functions, 'spawn-dev-builder', 'spawn-dev-launched'].map((name) => `${name}-us-east-1`).sort(),
  );
  expect([...expected.schedules].sort()).toEqual(
    ofType(stacks, 'AWS::Scheduler::Schedule')
      .map(({ properties }) => properties.Name)
      .sort(),
  );
  expect([...expected.rules].sort()).toEqual(
    ofType(stacks, 'AWS::Events::Rule')
      .map(({ properties }) => properties.Name)
      .sort(),
  );
});

test('what it asks for is allowed by the roles as they are deployed', () => {
  expect(expected.roles.flatMap(({ role, needs }) => needs.flatMap((need) => refused(role, need)))).toEqual([]);
});

test('and without any one statement of the grants something that it asks for is refused', () => {
  const unseen: string[] = [];
  for (const { role, needs } of expected.roles) {
    const [policy] = policiesOf(role);
    const own = policy.Statement.filter(
      ({ Action }: any) =>
        ![Action].flat().some((action: string) => /^(xray:|logs:(CreateLogStream|PutLogEvents))/.test(action)),
    );
    for (const statement of own) {
      const without = [{ ...policy, Statement: policy.Statement.filter((each: any) => each !== statement) }];
      if (needs.every((need) => refused(role, need, without).length === 0))
        unseen.push(`${role.split('/').at(-1)} ${[statement.Action].flat().join(' ')}`);
    }
  }
  expect(unseen).toEqual([]);
});
