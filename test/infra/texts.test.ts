import { ofType, settingsOf, synthesize } from './synthesis';

const stacks = synthesize(
  settingsOf({ regional_stacks: true, home_account: '123456789012', member_accounts: ['222233334444'] }),
);
// The patterns of IAM's and EC2's API references.
const iam = /^[\t\n\r -~\u00a1-\u00ff]{0,1000}$/;
const group = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

test.each([
  ['AWS::IAM::Role', 'Description', iam],
  ['AWS::IAM::ManagedPolicy', 'Description', iam],
  ['AWS::EC2::SecurityGroup', 'GroupDescription', group],
  ['AWS::SSM::Parameter', 'Description', /^.{0,1024}$/s],
  ['AWS::Lambda::Function', 'Description', /^.{0,256}$/s],
  ['AWS::Events::Rule', 'Description', /^.{0,512}$/s],
  ['AWS::Scheduler::Schedule', 'Description', /^.{0,512}$/s],
  ['AWS::CloudWatch::Alarm', 'AlarmDescription', /^.{0,1024}$/s],
])('every %s has a %s that the service takes', (type, property, pattern) => {
  const resources = ofType(stacks, type);
  expect(resources.length).toBeGreaterThan(0);
  for (const { properties } of resources) expect(String(properties[property] ?? '')).toMatch(pattern);
});
