import type { ConditionContext } from '../../kernel/types';

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
const compiled = new Map<string, RegExp>();

/** Returns whether the text fits a pattern with `*` (any characters) and `?` (one character). */
export function fits(pattern: string, text: string, ignoreCase = false): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text || (ignoreCase && pattern.toLowerCase() === text.toLowerCase());
  const key = `${ignoreCase ? 'i' : 's'}${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    const source = pattern.split(/([*?])/).map((part) => (part === '*' ? '.*' : part === '?' ? '.' : escape(part)));
    expression = new RegExp(`^${source.join('')}$`, ignoreCase ? 'is' : 's');
    compiled.set(key, expression);
  }
  return expression.test(text);
}

/** Private-use characters stand for `*`, `?` and `$` that are to be taken literally. */
const LITERAL: Record<string, string> = { '*': '\ue000', '?': '\ue001', $: '\ue002' };
const literally = (text: string): string => text.replace(/[*?]/g, (character) => LITERAL[character]!);

/** Returns the text in which escaped characters are themselves again: what a comparison without wildcards uses. */
export const plain = (text: string): string =>
  text.replace(/[\ue000-\ue002]/g, (character) => ({ '\ue000': '*', '\ue001': '?', '\ue002': '$' })[character]!);

/**
 * Replaces the policy variables (`${aws:PrincipalTag/team, 'none'}`) of a policy value. Wildcards that come out of a
 * variable are literal. Returns undefined when a variable has no value and no default: such a statement element matches
 * nothing.
 */
export function substitute(value: string, context: ConditionContext): string | undefined {
  let missing = false;
  const text = value.replace(/\$\{([^}]+)\}/g, (_whole, inside: string) => {
    if (inside in LITERAL) return LITERAL[inside]!;
    const [name, fallback] = inside.split(/,\s*/) as [string, string | undefined];
    const found = context[name.toLowerCase()];
    const single = Array.isArray(found) ? (found.length === 1 ? found[0] : undefined) : found;
    if (single !== undefined) return literally(single);
    if (fallback !== undefined) return literally(fallback.replace(/^'|'$/g, ''));
    missing = true;
    return '';
  });
  return missing ? undefined : text;
}

/** Splits an ARN into partition, service, region, account and the rest. Undefined when it is none. */
function arnParts(arn: string): string[] | undefined {
  const parts = arn.split(':');
  return parts.length < 6 || parts[0] !== 'arn' ? undefined : [...parts.slice(1, 5), parts.slice(5).join(':')];
}

/** As `fits`, for a pattern that `substitute` has made. */
export function fitsSubstituted(pattern: string, text: string): boolean {
  return fits(
    pattern,
    text.replace(/[*?$]/g, (character) => (pattern.includes(LITERAL[character]!) ? LITERAL[character]! : character)),
  );
}

const arnExpressions = new Map<string, RegExp | undefined>();

/** The expression of an ARN pattern without literal characters: in the first five parts, wildcards stop at colons. */
function arnExpression(pattern: string): RegExp | undefined {
  if (arnExpressions.has(pattern)) return arnExpressions.get(pattern);
  const wanted = arnParts(pattern);
  const source = wanted?.map((part, index) => {
    const any = index < 4 ? '[^:]' : '.';
    return part
      .split(/([*?])/)
      .map((piece) => (piece === '*' ? `${any}*` : piece === '?' ? any : escape(piece)))
      .join('');
  });
  const expression = source && new RegExp(`^arn:${source.join(':')}$`, 's');
  arnExpressions.set(pattern, expression);
  return expression;
}

/** Returns whether an ARN fits an ARN pattern; wildcards do not cross the first five colons. */
export function arnFits(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  if (!/[\ue000-\ue002]/.test(pattern)) return arnExpression(pattern)?.test(arn) ?? false;
  const wanted = arnParts(pattern);
  const actual = arnParts(arn);
  if (!wanted || !actual) return false;
  return wanted.every((part, index) => fitsSubstituted(part, actual[index]!));
}

/** Returns whether some text fits both patterns. */
export function overlap(left: string, right: string): boolean {
  const seen = new Set<number>();
  const walk = (i: number, j: number): boolean => {
    const key = i * (right.length + 1) + j;
    if (seen.has(key)) return false;
    seen.add(key);
    if (i === left.length && j === right.length) return true;
    const a = left[i];
    const b = right[j];
    if (a === '*') return walk(i + 1, j) || (j < right.length && walk(i, j + 1));
    if (b === '*') return walk(i, j + 1) || (i < left.length && walk(i + 1, j));
    if (a === undefined || b === undefined) return false;
    return (a === b || a === '?' || b === '?') && walk(i + 1, j + 1);
  };
  return walk(0, 0);
}

/** Returns whether some ARN fits both ARN patterns. */
export function arnsOverlap(left: string, right: string): boolean {
  if (left === '*' || right === '*') return true;
  const a = arnParts(left);
  const b = arnParts(right);
  return a !== undefined && b !== undefined && a.every((part, index) => overlap(part, b[index]!));
}
