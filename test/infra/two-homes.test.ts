import { ofType, plain, settingsOf, synthesize, type Stack } from './synthesis';

const homes = ['us-east-1', 'eu-west-1'];
const member = '222233334444';

/** The deployment of a stage at a home region that may keep images in the other's home and in a third region. */
const deployed = (home_region: string, stage = 'dev'): Stack[] =>
  synthesize(
    settingsOf({
      stage,
      home_region,
      regions: [...homes, 'us-west-2'],
      regional_stacks: true,
      home_account: '123456789012',
      member_accounts: [member],
    }),
  );

/** Members of a resource by which its service knows it. */
const nameKeys: Record<string, string[]> = {
  'AWS::IAM::Role': ['RoleName'],
  'AWS::IAM::InstanceProfile': ['InstanceProfileName'],
  'AWS::IAM::ManagedPolicy': ['ManagedPolicyName'],
  'AWS::S3::Bucket': ['BucketName'],
};
const withNames = /^(.*Name|Name)$/;

/**
 * Every explicit name with the place where no other may be the same: the account for IAM, S3 for buckets, otherwise
 * account and region.
 */
function namesIn(stacks: Stack[], home: string): string[] {
  return stacks.flatMap(({ name, resources }) => {
    const account = name.includes('-member-') ? member : 'home';
    const region = /-events-(.+?)(?:-(?:us-east-1|eu-west-1))?$/.exec(name)?.[1] ?? home;
    const own = Object.values(resources).flatMap(({ Type, Properties }) => {
      const everywhere = nameKeys[Type];
      const keys =
        everywhere ??
        Object.keys(Properties ?? {}).filter(
          (key) => withNames.test(key) && typeof plain(Properties[key]) === 'string',
        );
      return keys.map((key) => `${account} ${everywhere ? 'everywhere' : region} ${Type} ${plain(Properties[key])}`);
    });
    return [`${account} ${region} stack ${name}`, ...own];
  });
}

test('two deployments of one stage with different home regions share no name in an account, a region or a member account', () => {
  const [one, other] = homes.map((home) => namesIn(deployed(home), home));
  expect(one?.filter((name) => name.includes('everywhere')).length).toBeGreaterThan(90);
  expect(one?.filter((name) => name.includes(' us-west-2 ')).length).toBeGreaterThan(4);
  expect(one?.filter((name) => other?.includes(name))).toEqual([]);
});

test('the longest stage fits the longest region: IAM takes no name of more than 64 characters', () => {
  const stacks = deployed('ap-southeast-1', 'twelve-chars');
  const names = Object.entries(nameKeys).flatMap(([type, [key = '']]) =>
    ofType(stacks, type).map(({ properties }) => plain(properties[key]) as string),
  );
  const longest = names.reduce((one, other) => (other.length > one.length ? other : one), '');
  expect(longest.length).toBeLessThanOrEqual(64);
});
