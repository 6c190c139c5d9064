import { checkBuildKey, checkCopyKey, type KeyFacts } from '../../../core/replication/keys';

const arn = 'arn:aws:kms:us-east-1:123456789012:key/k';
const good: KeyFacts = { arn, manager: 'CUSTOMER', enabled: true, encrypts: true };

test('an enabled symmetric key of the region encrypts a build', () => {
  expect(() => checkBuildKey('us-east-1', arn, good)).not.toThrow();
});

test.each([
  ['of another region', 'eu-west-1', good, 'is in us-east-1'],
  ['that KMS does not describe', 'us-east-1', undefined, 'cannot be described'],
  ['that is disabled', 'us-east-1', { ...good, enabled: false }, 'is disabled'],
  ['that does not encrypt', 'us-east-1', { ...good, encrypts: false }, 'is not a symmetric encryption key'],
])('a key %s is refused for a build and for a copy alike', (_, region, facts, reason) => {
  const refused = (what: string) =>
    expect.objectContaining({
      name: 'KeyNotUsable',
      message: expect.stringContaining(`${what} was not started: the key ${arn} ${reason}`),
    });
  expect(() => checkBuildKey(region, arn, facts)).toThrow(refused('the build'));
  expect(() => checkCopyKey(region, arn, facts)).toThrow(refused(`the copy to ${region}`));
});
