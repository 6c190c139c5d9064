import type { FlagSpec } from './command';
import { ApiError } from './problem';

const snake = (name: string): string => name.replaceAll('-', '_');

/**
 * Replaces the field of the request in a refusal by its flag: `'regions.0' is "x"` becomes `--to-region is "x"`.
 * A field that no flag of the command sets stays unchanged.
 */
export function namingFlags(error: unknown, flags: readonly FlagSpec[]): unknown {
  if (!(error instanceof ApiError) || error.errorName !== 'InvalidRequest') return error;
  const [quoted, path = ''] = /^'([\w.-]+)'/.exec(error.message) ?? [];
  if (quoted === undefined) return error;
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const flag = flags.find(({ name, field }) => (field ?? snake(name)) === parts.slice(0, length).join('.'));
    if (!flag) continue;
    // An index means nothing to a person who gave a flag several times; a key does.
    const key = parts
      .slice(length)
      .filter((part) => !/^\d+$/.test(part))
      .join('.');
    return new ApiError(
      error.status,
      error.errorName,
      `--${flag.name}${key === '' ? '' : ` ${key}`}${error.message.slice(quoted.length)}`,
      error.details,
    );
  }
  return error;
}
