import { releaseFromName } from '../../core/release/from-name';
import type { Context } from '../framework/context';

/**
 * Returns the tags of a new image, with the stack and version of its name if they are missing and the name is certain.
 * Says what was taken from the name, and warns of what is missing: such an image is not found by stack and version.
 */
export function withReleaseTags(context: Context, name: string, tags: Record<string, string>): Record<string, string> {
  const missing = (['stack', 'version'] as const).filter((key) => tags[key] === undefined);
  if (missing.length === 0) return tags;
  const named = releaseFromName(name);
  const agrees =
    named !== undefined && (tags.stack ?? named.stack) === named.stack && isSame(tags.version, named.version);
  const { messages } = context;
  if (agrees) {
    const taken = missing.map((key) => `${key} ${named[key]}`).join(' and ');
    const flags = missing.map((key) => `--tag ${key}=…`).join(' ');
    messages.note(`${taken}: taken from the name ${name}; to set another: ${flags}`);
    return { ...tags, ...Object.fromEntries(missing.map((key) => [key, named[key]])) };
  }
  const flags = missing.map((key) => `--tag ${key}=${key === 'stack' ? 'pytorch' : '2.2.0'}`).join(' ');
  messages.warn(
    `the image has no ${missing.join(' and no ')}, so launches by stack and version do not find it: add, for example, ${flags}, or use spawn tag-ami later`,
  );
  return tags;
}

const isSame = (given: string | undefined, named: string): boolean => given === undefined || given === named;
