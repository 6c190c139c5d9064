import type * as z from 'zod';
import { pluralize } from './pluralize';

// Words for the types of schemas.
const wordFor: Record<string, string> = {
  record: 'mapping',
  object: 'mapping',
  array: 'list',
  string: 'text',
  int: 'whole number',
  boolean: 'boolean (true or false)',
};
const unitFor: Record<string, string> = { array: 'item', string: 'character' };

/**
 * Returns what a value must be by the schema that refused it, without a full stop: the schema's own sentence if it has
 * one.
 */
export function adviceFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_key' && issue.issues[0]) return `its name is ${adviceFor(issue.issues[0])}`;
  if (!/^(Too (big|small)|Invalid)\b/.test(issue.message)) return issue.message.replace(/([^.])\.$/, '$1');
  if (issue.code === 'too_small' || issue.code === 'too_big') return limitOf(issue);
  const expected = expectedBy(issue);
  return expected === '' ? issue.message : `it must be ${expected}`;
}

function limitOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const [which, number] =
    issue.code === 'too_small' ? ['at least', Number(issue.minimum)] : ['at most', Number(issue.maximum)];
  const unit = unitFor[issue.origin];
  return unit === undefined ? `it must be ${which} ${number}` : `it must have ${which} ${pluralize(number, unit)}`;
}

/** Returns the expected type, the allowed values, or what any branch of a union expects. */
function expectedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `a ${wordFor[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value')
    return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_union')
    return issue.errors
      .flatMap(([first]) => (first ? expectedBy(first) : []))
      .filter(Boolean)
      .join(' or ');
  return issue.code === 'invalid_format' ? `a valid ${issue.format}` : '';
}
