import * as fc from 'fast-check';
import { conditionHolds } from '../../services/iam/conditions';
import { decide } from '../../services/iam/evaluate';
import { arnsOverlap, fits, overlap } from '../../services/iam/patterns';
import type { PolicyStatement } from '../../kernel/types';

const IMAGE = 'arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0';
const allow = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'ec2:DeregisterImage',
  Resource: '*',
  ...more,
});
const decision = (statements: PolicyStatement[], context = {}, action = 'ec2:DeregisterImage', resource = IMAGE) =>
  decide([{ Version: '2012-10-17', Statement: statements }], { action, resource, context });

describe('a decision by identity policies', () => {
  test('is an implicit denial when no statement speaks of the action', () => {
    expect(decision([])).toBe('implicit-deny');
    expect(decision([allow({ Action: 'ec2:CreateImage' })])).toBe('implicit-deny');
  });
  test('takes action names without regard to case, and wildcards in them', () => {
    expect(decision([allow({ Action: ['EC2:deregister*'] })])).toBe('allowed');
  });
  test('is a denial when any statement denies, whatever else allows', () => {
    expect(decision([allow(), allow({ Effect: 'Deny' }), allow()])).toBe('explicit-deny');
  });
  test('keeps wildcards of an ARN within its colons', () => {
    expect(decision([allow({ Resource: 'arn:aws:ec2:*::image/*' })])).toBe('allowed');
    expect(decision([allow({ Resource: 'arn:aws:ec2:*:image/*' })])).toBe('implicit-deny');
  });
  test('turns NotAction and NotResource round', () => {
    expect(decision([{ Effect: 'Allow', NotAction: 'ec2:Terminate*', Resource: '*' }])).toBe('allowed');
    expect(decision([{ Effect: 'Allow', NotAction: 'ec2:Deregister*', Resource: '*' }])).toBe('implicit-deny');
    expect(decision([{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:ec2:*::image/*' }])).toBe('implicit-deny');
  });
  test('needs every condition of the statement', () => {
    const statement = allow({
      Condition: {
        StringEquals: {
          'aws:ResourceTag/spawn:state': 'candidate',
          'aws:ResourceTag/spawn:deployment': 'dev@us-east-1',
        },
      },
    });
    expect(decision([statement], { 'aws:ResourceTag/spawn:state': 'candidate' })).toBe('implicit-deny');
    expect(
      decision([statement], {
        'aws:resourcetag/spawn:state': 'candidate',
        'aws:ResourceTag/spawn:deployment': 'dev@us-east-1',
      }),
    ).toBe('allowed');
  });
  test('puts policy variables in, literally', () => {
    const statement = allow({ Resource: 'arn:aws:ec2:*::image/${aws:PrincipalTag/image}' });
    expect(decision([statement], { 'aws:PrincipalTag/image': 'ami-0123456789abcdef0' })).toBe('allowed');
    expect(decision([statement], { 'aws:PrincipalTag/image': '*' })).toBe('implicit-deny');
    expect(decision([statement])).toBe('implicit-deny');
  });
});

describe('a condition', () => {
  const cases: [operator: string, wanted: unknown, found: string | string[] | undefined, holds: boolean][] = [
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', ['b', 'a'], 'a', true],
    ['StringEquals', 'A', 'a', false],
    ['StringEquals', 'a', undefined, false],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['StringEqualsIgnoreCase', 'A', 'a', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', 'a', undefined, true],
    ['StringLike', 'spawn-*', 'spawn-dev', true],
    ['StringLike', 'spawn-?', 'spawn-dev', false],
    ['StringNotLike', 'spawn-*', 'other', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', 'nine', false],
    ['NumericNotEquals', '3', '4', true],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', true],
    ['Bool', 'true', 'TRUE', true],
    ['Bool', true, 'false', false],
    ['ArnLike', 'arn:aws:iam::*:role/spawn-*', 'arn:aws:iam::123456789012:role/spawn-dev', true],
    ['ArnNotEquals', 'arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/b', true],
    ['Null', 'true', undefined, true],
    ['Null', 'false', undefined, false],
    ['Null', 'false', 'a', true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', ['a', 'b'], undefined, true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], undefined, false],
    ['ForAnyValue:StringEquals', ['a', 'b'], [], false],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
  ];
  test.each(cases)('%s %j against %j is %s', (operator, wanted, found, holds) => {
    expect(conditionHolds(operator, 'aws:Key', wanted, { 'aws:key': found })).toBe(holds);
  });
  test('with an operator that is not evaluated is an error that names it', () => {
    expect(() => conditionHolds('IpAddress', 'aws:SourceIp', '10.0.0.0/8', { 'aws:sourceip': '10.0.0.1' })).toThrow(
      "'IpAddress'",
    );
  });
});

describe('patterns', () => {
  const text = fc.stringMatching(/^[ab]{0,6}$/);
  const pattern = fc.stringMatching(/^[ab*?]{0,6}$/);
  test('that share a text overlap', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (left, right, shared) => {
        if (fits(left, shared) && fits(right, shared)) expect(overlap(left, right)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
  test('overlap with a plain text exactly when the text fits', () => {
    fc.assert(
      fc.property(pattern, text, (left, plainText) => overlap(left, plainText) === fits(left, plainText)),
      { numRuns: 2000 },
    );
  });
  test('of ARNs overlap part by part', () => {
    expect(arnsOverlap('arn:*:ec2:*::image/*', 'arn:aws:ec2:*::image/ami-1')).toBe(true);
    expect(arnsOverlap('arn:*:ec2:*::image/*', 'arn:aws:ec2:*:*:instance/*')).toBe(false);
  });
});

describe('the decision as a whole', () => {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    Action: fc.constantFrom('ec2:DeregisterImage', 'ec2:*', 'ec2:CreateTags'),
    Resource: fc.constantFrom('*', IMAGE, 'arn:aws:ec2:*:*:instance/*'),
  });
  test('never turns from denied to allowed when a Deny is added', () => {
    fc.assert(
      fc.property(fc.array(statement), statement, (statements, extra) => {
        const before = decision(statements);
        const after = decision([...statements, { ...extra, Effect: 'Deny' }]);
        return !(before !== 'allowed' && after === 'allowed');
      }),
    );
  });
  test('does not depend on the order of statements', () => {
    fc.assert(
      fc.property(fc.array(statement), (statements) => decision(statements) === decision([...statements].reverse())),
    );
  });
});
