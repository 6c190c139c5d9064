import * as fc from 'fast-check';
import { StatesError } from '../../services/states/value/errors';
import type { Json } from '../../services/states/value/json';
import { compileCondition } from '../../services/states/language/choice';
import { compilePath } from '../../services/states/syntax/path';
import { compileResultPath } from '../../services/states/expression/result-path';
import { matchesError } from '../../services/states/language/retry';
import { compileTemplate } from '../../services/states/expression/template';

const location = { state: 'S', field: 'Field' };
const data = (input: Json) => ({ input, context: {}, random: () => 0 });
const json = () => fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
const names = () => fc.array(fc.stringMatching(/^[a-z_]{1,8}$/), { minLength: 1, maxLength: 4 });

test('what ResultPath puts into an empty input is found at the same path, and the input stays as it was', () => {
  fc.assert(
    fc.property(names(), json(), (path, result) => {
      const text = `$.${path.join('.')}`;
      const input = Object.freeze({});
      const output = compileResultPath(text, location)(input, result);
      expect(compilePath(text, location).find(output)).toEqual(result);
      expect(input).toEqual({});
    }),
  );
});

test('a name reads the same with a dot as in brackets', () => {
  fc.assert(
    fc.property(names(), json(), (path, value) => {
      const input = path.reduceRight<Json>((inner, name) => ({ [name]: inner }), value);
      const brackets = `$${path.map((name) => `['${name}']`).join('')}`;
      expect(compilePath(brackets, location).find(input)).toEqual(value);
      expect(compilePath(`$.${path.join('.')}`, location).find(input)).toEqual(value);
    }),
  );
});

test('a template without any path is itself', () => {
  const plain = json().filter((value) => !JSON.stringify(value).includes('.$"'));
  fc.assert(
    fc.property(plain, json(), (template, input) =>
      expect(compileTemplate(template, location)(data(input))).toEqual(template),
    ),
  );
});

test('two numbers, and two strings, are exactly one of smaller, equal and greater', () => {
  const operators = ['LessThan', 'Equals', 'GreaterThan'];
  const holding = (kind: string, value: Json, operand: Json) =>
    operators.filter((operator) =>
      compileCondition({ Variable: '$', [`${kind}${operator}`]: operand }, location)(data(value)),
    );
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (one, other) => expect(holding('Numeric', one, other)).toHaveLength(1)),
  );
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => expect(holding('String', one, other)).toHaveLength(1)),
  );
});

test('StringMatches with the text itself, its stars and backslashes escaped, holds for that text alone', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      const pattern = text.replace(/[*\\]/g, '\\$&');
      const matches = compileCondition({ Variable: '$', StringMatches: pattern }, location);
      expect([matches(data(text)), matches(data(other))]).toEqual([true, text === other]);
    }),
  );
});

test.each<[error: string, listed: string, matches: boolean]>([
  ['Boom', 'Boom', true],
  ['Boom', 'States.ALL', true],
  ['Boom', 'States.TaskFailed', true],
  ['Boom', 'States.Timeout', false],
  ['States.Timeout', 'States.ALL', true],
  ['States.Timeout', 'States.TaskFailed', false],
  ['States.IntrinsicFailure', 'States.TaskFailed', true],
  ['States.DataLimitExceeded', 'States.ALL', false],
  ['States.DataLimitExceeded', 'States.TaskFailed', false],
  ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
  ['States.Runtime', 'States.ALL', false],
  ['States.Runtime', 'States.TaskFailed', false],
  ['States.Runtime', 'States.Runtime', false],
])('the error %s and ErrorEquals %s: %s', (error, listed, matches) => {
  expect(matchesError([listed], new StatesError(error))).toBe(matches);
});
