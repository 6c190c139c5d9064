import { isPrerelease, tryParseVersion } from '../lib/version';
import { problemOfName } from '../model/release-name';

// Only a version with a dot is certain: `18` in `node-18` may be anything.
const versionForm = /^v?\d+(\.\d+)+$/;

/**
 * Returns the stack and version in an image name of the form `STACK-VERSION` with optional labels and a date, such as
 * `webapp-v1.2.0` or `pytorch-2.2-cuda12-20260114`. Returns undefined unless exactly one part is a version and nothing
 * behind it belongs to the version.
 */
export function releaseFromName(name: string): { stack: string; version: string } | undefined {
  const parts = name.split('-');
  const at = parts.findIndex((part) => versionForm.test(part));
  if (at < 1) return undefined;
  const stack = parts.slice(0, at).join('-');
  const version = parts[at]!.replace(/^v/, '');
  const labels = parts.slice(at + 1);
  const parsed = tryParseVersion(`${version}${labels.length > 0 ? `-${labels[0]}` : ''}`);
  const isCertain =
    tryParseVersion(version) !== undefined &&
    problemOfName('stack', stack) === undefined &&
    labels.every((label) => /^[0-9A-Za-z_]+$/.test(label)) &&
    (parsed === undefined || !isPrerelease(parsed));
  return isCertain ? { stack, version } : undefined;
}
