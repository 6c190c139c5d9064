import { checkLaunchType, launchTypesOf, mayLaunchOn } from '../../../core/image/launch-types';

const tests = [
  { instance_type: 'g6.xlarge', verdict: 'passed' as const },
  { instance_type: 'g5.xlarge', verdict: 'passed' as const },
  { instance_type: 'p5.48xlarge', verdict: 'failed' as const },
];

test('a rule gives the types that passed, their families, or its own list', () => {
  expect(launchTypesOf('tested', tests, ['g4dn.xlarge'])).toEqual(['g5.xlarge', 'g6.xlarge']);
  expect(launchTypesOf('families', tests, ['g4dn.xlarge'])).toEqual(['g5.*', 'g6.*']);
  expect(launchTypesOf(['p5.*', 'g5.*', 'p5.*'], tests, [])).toEqual(['g5.*', 'p5.*']);
});

test('an image that was never tested is allowed on what it was built on', () => {
  expect(launchTypesOf('families', [], ['m7i.large', 'm7i.xlarge'])).toEqual(['m7i.*']);
});

test.each([undefined, 'any' as const])('the rule %s restricts nothing', (rule) => {
  expect(launchTypesOf(rule, tests, ['m7i.large'])).toBeUndefined();
  expect(mayLaunchOn(undefined, 'm7i.large')).toBe(true);
});

test('a pattern matches whole names', () => {
  expect(mayLaunchOn(['g5.*'], 'g5.xlarge')).toBe(true);
  expect(mayLaunchOn(['g5.*'], 'g5g.xlarge')).toBe(false);
  expect(mayLaunchOn(['*.12xlarge'], 'm7i.12xlarge')).toBe(true);
  expect(mayLaunchOn(['g5.xlarge'], 'g5.xlarge.metal')).toBe(false);
});

test('a refusal names the allowed types', () => {
  expect(() =>
    checkLaunchType({ ami_id: 'ami-1', launch_types: ['g5.*', 'g6.*'] }, { instance_type: 'm7i.large' }),
  ).toThrow(
    'the image ami-1 may not be launched on m7i.large: it is allowed on g5.*, g6.*. Choose one of these types.',
  );
});
