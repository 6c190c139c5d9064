import type { FlagSpec } from './command';
import { ApiError } from './problem';

const snake = (name: string): string => name.replaceAll('-', '_');

/**
 * A refusal names the field of the request, and people know flags: `'regions.0' is "x"` becomes `--to-region is "x"`.
 * What no flag of the command sets stays as it is.
 */
export function namingFlags(error: unknown, flags: readonly FlagSpec[]): unknown {
  if (!(error instanceof ApiError) || error.errorName !== 'InvalidRequest') return error;
  const [quoted, path = ''] = /^'([\w.-]+)'/.exec(error.message) ?? [];
  if (quoted === undefined) return error;
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const flag = flags.find(({ name, field }) => (field ?? snake(name)) === parts.slice(0, length).join('.'));
    if (!flag) continue;
    // An index says nothing to whoever gave a flag several times; a key does.
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
