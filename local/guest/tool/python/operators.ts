import { NotUnderstood } from './tokens';
import { Float, isEqual, itemsOf, order, PythonError, representation, textOf, type Value } from './values';

const number = (value: Value): number | undefined =>
  typeof value === 'number'
    ? value
    : typeof value === 'boolean'
      ? Number(value)
      : value instanceof Float
        ? value.value
        : undefined;

/** `left operator right` for the comparing operators, `in` and `is`. */
export function compare(operator: string, left: Value, right: Value): boolean {
  switch (operator) {
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case 'is':
      return left === right;
    case 'is not':
      return left !== right;
    case 'in':
      return contains(left, right);
    case 'not in':
      return !contains(left, right);
    case '<':
      return order(left, right) < 0;
    case '>':
      return order(left, right) > 0;
    case '<=':
      return order(left, right) <= 0;
    default:
      return order(left, right) >= 0;
  }
}

const contains = (item: Value, container: Value): boolean =>
  typeof container === 'string'
    ? container.includes(textOf(item))
    : itemsOf(container).some((one) => isEqual(one, item));

/**
 * `left operator right` for + - * / // and %. Throws TypeError or ZeroDivisionError as Python does, NotUnderstood for
 * the rest.
 */
export function arithmetic(operator: string, left: Value, right: Value, line: number): Value {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  if (operator === '+' && Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  if (operator === '*' && typeof left === 'string' && typeof right === 'number') return left.repeat(right);
  const [one, other] = [number(left), number(right)];
  if (one === undefined || other === undefined) {
    if (operator === '%' || typeof left === 'object')
      throw new NotUnderstood(`${representation(left)} ${operator} …`, line);
    throw new PythonError(
      'TypeError',
      `unsupported operand type(s) for ${operator}: ${representation(left)} and ${representation(right)}`,
    );
  }
  if (operator !== '+' && operator !== '-' && operator !== '*' && other === 0)
    throw new PythonError('ZeroDivisionError', 'division by zero');
  if (operator === '/') return new Float(one / other);
  const result = {
    '+': one + other,
    '-': one - other,
    '*': one * other,
    '//': Math.floor(one / other),
    '%': one - Math.floor(one / other) * other,
  }[operator] as number;
  return left instanceof Float || right instanceof Float ? new Float(result) : result;
}
