import { announcement, parseArguments } from '../../scripts/accept/arguments';
import { scrubbed } from '../../scripts/accept/report/scrub';
import { statusesIn } from '../../scripts/accept/reach/stacks';
import { buildsOf, estimate, most } from '../../scripts/accept/run/limits';
import { newIn } from '../../scripts/accept/stage/left';

test('ten builds of each base cost less than the most that is allowed', () => {
  expect(buildsOf(10)).toEqual({ smoke: 1, al2023: 10, ubuntu: 10, gpu: 1 });
  expect(estimate(10)).toBeLessThan(most.dollars);
  expect(estimate(20)).toBeGreaterThan(estimate(10));
});

test('what will be done, the cost and the time are said beforehand', () => {
  const text = announcement(parseArguments(['--stage', 'try'], {})!, '111122223333');
  expect(text).toContain('Deploys the stage try to us-east-1 in account 111122223333');
  expect(text).toContain('builds Ubuntu 10 times');
  expect(text).toMatch(/costs about \d\.\d\d dollars and at most 5, and takes at most 2 hours/);
  expect(text).toContain('Ctrl-C ends it early and removes everything too.');
});

test('the region is that of the environment, but for a local mode of its own', () => {
  const environment = { AWS_REGION: 'eu-central-1' };
  expect(parseArguments(['--stage', 'try'], environment)).toMatchObject({
    region: 'eu-central-1',
    copyRegion: 'us-west-2',
  });
  expect(parseArguments(['--local'], environment)).toMatchObject({ region: 'us-east-1', stage: 'accept', local: true });
  expect(parseArguments(['--stage', 'try', '--region', 'us-west-2'], {})).toMatchObject({ copyRegion: 'us-east-2' });
});

test.each([
  [[], /--stage is missing/],
  [['--stage', 'Try'], /--stage Try: one to twelve/],
  [['--stage', 'try', '--builds', '1'], /--builds 1: a number from 2 to 20/],
  [['--stage', 'try', '--builds', 'ten'], /--builds ten/],
  [['--stage', 'try', '--region', 'us-west-2', '--copy-region', 'us-west-2'], /is the home region/],
  [['--stage', 'try', '--force'], /--force/],
])('%j is refused', (words, message) => {
  expect(() => parseArguments(words, {})).toThrow(message);
});

test.each([
  ['role arn:aws:iam::123456789012:role/x denied', 'role <arn> denied'],
  ['ami-0123456789abcdef0 and snap-01234567', '<id> and <id>'],
  ['account 123456789012 at 10.0.3.7', 'account <account> at <address>'],
  ['https://abc123.execute-api.us-east-1.amazonaws.com/v1', '<address>'],
  ['key ASIAABCDEFGHIJKLMNOP of a@example.org', 'key <key> of <address>'],
  ['al2023: 10 launches, 31 to 58 s', 'al2023: 10 launches, 31 to 58 s'],
])('of "%s" a report says "%s"', (text, said) => {
  expect(scrubbed({ facts: [{ evidence: text }] })).toEqual({ facts: [{ evidence: said }] });
});

test('the stacks of a region are read from the answer of CloudFormation', () => {
  const member = (name: string, status: string) =>
    `<member><StackName>${name}</StackName><StackId>x</StackId><StackStatus>${status}</StackStatus></member>`;
  const xml = `<Stacks>${member('spawn-try-core', 'CREATE_IN_PROGRESS')}${member('other', 'DELETE_COMPLETE')}</Stacks>`;
  expect(statusesIn(xml)).toEqual({ 'spawn-try-core': 'CREATE_IN_PROGRESS', other: 'DELETE_COMPLETE' });
});

test('what was there before a run is not of it, region by region', () => {
  const left = (id: string, region: string) => ({ kind: 'image', id, region, command: '' });
  const before = [left('a', 'us-east-1')];
  expect(newIn([left('a', 'us-east-1'), left('a', 'us-west-2')], before)).toEqual([left('a', 'us-west-2')]);
});
