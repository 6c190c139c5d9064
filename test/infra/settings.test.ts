import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { InvalidSetting, parseSettings, readSettings, regionsOf } from '../../infra/setting/settings';
import { spawnApp } from '../../infra/spawn-app';

const parse = (changes: Record<string, unknown>) =>
  parseSettings({ stage: 'dev', home_region: 'us-east-1', ...changes }, 'settings/dev.json');

test('a stage and a home region are enough; everything else has a default', () => {
  const settings = parse({});
  expect(settings).toMatchObject({
    regions: [],
    log_retention_days: 30,
    deletion_protection: true,
    nightly: { cron: '0 3 * * ? *', time_zone: 'UTC' },
  });
});

test('the home region comes first among the regions, and each is named once', () => {
  expect(regionsOf(parse({ regions: ['eu-west-1', 'us-east-1', 'eu-west-1'] }))).toEqual(['us-east-1', 'eu-west-1']);
});

test.each([
  ['a stage with capitals', { stage: 'Dev' }, /setting `stage` is "Dev": it must be one to twelve of a-z/],
  [
    'a region that cannot be one',
    { regions: ['eu-west'] },
    /setting `regions\[1\]` is "eu-west": not a region: did you mean eu-west-1\?/,
  ],
  ['a misspelt key', { region: ['eu-west-1'] }, /setting `region` does not exist: did you mean `regions`\?/],
  [
    'a misspelt key further in',
    { nightly: { crn: '' } },
    /setting `nightly\.crn` does not exist: did you mean `cron`\?/,
  ],
  ['a retention that CloudWatch does not know', { log_retention_days: 31 }, /setting `log_retention_days` is 31: .*30/],
  [
    'an unknown time zone',
    { nightly: { time_zone: 'Mars/Olympus' } },
    /setting `nightly\.time_zone` is "Mars\/Olympus": it must be a time zone such as/,
  ],
  [
    'a cron of five fields',
    { nightly: { cron: '0 3 * * *' } },
    /setting `nightly\.cron` is "0 3 \* \* \*": it must be six fields/,
  ],
  [
    'a bootstrap that is no shell script',
    { user_data_bootstrap: '#cloud-config' },
    /user_data_bootstrap[^]*#!\/bin\/bash/,
  ],
  [
    'a bootstrap too large for a function’s settings',
    { user_data_bootstrap: '#!/bin/sh\n'.padEnd(2049, '#') },
    /at most 2048/,
  ],
  ['a cap of nothing', { instance_cap: 0 }, /setting `instance_cap` is 0: /],
  [
    'half a network',
    { network: { subnet_ids: ['subnet-0123456789abcdef0'] } },
    /setting `network` must have either subnet_ids and security_group_id, or cidr and zones/,
  ],
  ['an alarm address that is none', { alarm_email: 'me' }, /setting `alarm_email` is "me": /],
  [
    'member accounts that do not know whom to trust',
    { member_accounts: ['222233334444'] },
    /setting `home_account` must be the account/,
  ],
  [
    'a member account that is the own',
    { home_account: '123456789012', member_accounts: ['123456789012'] },
    /setting `member_accounts` has 123456789012/,
  ],
  [
    'a member account of eleven digits',
    { home_account: '123456789012', member_accounts: ['12345678901'] },
    /setting `member_accounts\[1]` is "12345678901": it must be an account of twelve digits/,
  ],
  [
    'a parameter prefix without slashes',
    { base_parameter_prefixes: ['golden'] },
    /setting `base_parameter_prefixes\[1]` is "golden": it must be a parameter path/,
  ],
])('%s is refused with the name of the setting and what is allowed', (_case, changes, sentence) => {
  expect(() => parse(changes)).toThrow(InvalidSetting);
  expect(() => parse(changes)).toThrow(sentence);
});

test('a stage too long for the names of roles at its home is refused before anything is synthesized', () => {
  const settings = parse({ stage: 'twelve-chars', home_region: 'us-somewhere-far-southeast-1' });
  expect(() => spawnApp(settings, '.')).toThrow(
    /setting `stage` is "twelve-chars": with home_region us-somewhere-far-southeast-1 the longest name of a role has \d+ characters, and IAM takes 64: shorten it by \d/,
  );
});

test('the shipped settings have the regions of the specification, and say why deletion protection is off', () => {
  const root = path.resolve(__dirname, '..', '..');
  const shipped = readSettings(root, {});
  expect(regionsOf(shipped)).toEqual(['us-east-1', 'eu-west-1', 'ap-southeast-1', 'us-west-2']);
  expect(shipped).toMatchObject({ deletion_protection: false });
  const text = JSON.parse(readFileSync(path.join(root, 'settings', 'dev.json'), 'utf8')) as Record<string, object>;
  expect(text.comments).toHaveProperty('deletion_protection');
});

test('comments explain settings, change nothing, and name only settings that exist', () => {
  expect(parse({ comments: { regions: 'close to the users' } })).toEqual(parse({}));
  expect(() => parse({ comments: { region: 'close to the users' } })).toThrow(
    /setting `comments\.region` explains a setting that does not exist: use the name of a setting; these are stage, /,
  );
});

test('every wrong setting is named, not only the first', () => {
  expect(() => parse({ instance_cap: 0, build_cap: 0 })).toThrow(/instance_cap[^]*build_cap/);
});

test('an existing network takes the place of our own', () => {
  const network = { subnet_ids: ['subnet-0123456789abcdef0'], security_group_id: 'sg-0123456789abcdef0' };
  expect(parse({ network }).network).toEqual(network);
});

describe('the settings of a stage are read from its file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spawn-settings-'));
  mkdirSync(path.join(folder, 'settings'));
  writeFileSync(path.join(folder, 'settings', 'dev.json'), '{ "home_region": "us-east-1" }');
  writeFileSync(path.join(folder, 'settings', 'homeless.json'), '{}');
  writeFileSync(path.join(folder, 'settings', 'prod.json'), '{ "home_region": "eu-central-1" }');
  writeFileSync(path.join(folder, 'settings', 'broken.json'), '{ home: 1 }');

  test('the stage is dev unless the environment says otherwise', () => {
    expect(readSettings(folder, {})).toMatchObject({ stage: 'dev', home_region: 'us-east-1' });
    expect(readSettings(folder, { SPAWN_STAGE: 'prod' })).toMatchObject({ stage: 'prod', home_region: 'eu-central-1' });
  });

  test('the home region is that of the file, whatever the region of the AWS profile', () => {
    expect(readSettings(folder, { SPAWN_STAGE: 'prod', CDK_DEFAULT_REGION: 'us-west-2' }).home_region).toBe(
      'eu-central-1',
    );
    expect(() => readSettings(folder, { SPAWN_STAGE: 'homeless', CDK_DEFAULT_REGION: 'us-west-2' })).toThrow(
      /settings\/homeless\.json: setting `home_region` is required: .*such as us-east-1/,
    );
  });

  test('a stage without a file is refused with the name of the file', () => {
    expect(() => readSettings(folder, { SPAWN_STAGE: 'qa' })).toThrow(/settings\/qa\.json: there is no such file/);
  });

  test('a file that holds no object is refused', () => {
    writeFileSync(path.join(folder, 'settings', 'list.json'), '[]');
    expect(() => readSettings(folder, { SPAWN_STAGE: 'list' })).toThrow(
      'settings/list.json: the settings are []: write a JSON object, {…}',
    );
  });

  test('a file that is not JSON is refused with its name', () => {
    expect(() => readSettings(folder, { SPAWN_STAGE: 'broken' })).toThrow(
      /^settings\/broken\.json:1:3: not JSON: Expected property name/,
    );
  });
});

test.each([
  ['without a place', { name: 'a' }, /a: set one of topic, url and url_secret/],
  ['to two places', { name: 'a', url: 'https://a.example', url_secret: 'b' }, /a: set one of/],
  ['without TLS', { name: 'a', url: 'http://a.example' }, /notifications\[1\]\.url` .*https/],
  [
    'about an unknown kind',
    { name: 'a', url: 'https://a.example', events: ['built'] },
    /notifications\[1\]\.events\[1\]/,
  ],
  ['to a topic elsewhere', { name: 'a', topic: 'arn:aws:sns:eu-west-1:123456789012:t' }, /must be in us-east-1/],
  ['to Slack in clear', { name: 'a', url: 'https://hooks.slack.com/services/T/B/x' }, /a secret: store .*url_secret/],
  ['with a secret of recipes', { name: 'a', url_secret: '/spawn/dev/chat' }, /can be read by recipes/],
  ['about debts of a stack', { name: 'a', url: 'https://a.example', stacks: ['s'], events: ['debt'] }, /no stack/],
])('a notification %s is refused', (_case, target, sentence) => {
  expect(() => parse({ notifications: [target] })).toThrow(sentence);
});
