import { formatDuration, parseDuration } from '../../../../core/lib/duration';
import type { InputOf } from '../../../client/types';
import { flag } from '../../../shared/command-text';
import { base64Of, filesFor, type Given } from './dropped';

export type BuildBody = InputOf<'startBuild'>['body'];

/** What can be chosen for a build besides its recipe, as the fields of the form hold it. */
export interface BuildOptions {
  name: string;
  /** Regions, separated by commas or spaces. */
  regions: string;
  /** What the builder is; empty for what the recipe says. */
  market: '' | 'spot' | 'on-demand';
  discard: boolean;
  force: boolean;
  /** Durations such as `2h`; empty for none. */
  keepFailed: string;
  keepCandidate: string;
}

export const noOptions: BuildOptions = {
  name: '',
  regions: '',
  market: '',
  discard: false,
  force: false,
  keepFailed: '',
  keepCandidate: '',
};

/** Returns the regions of a field. */
export function regionsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((region) => region !== '');
}

/** Returns why a duration cannot be used; undefined if it can, or if the field is empty. */
export function durationProblem(text: string): string | undefined {
  return text === '' || secondsIn(text) !== undefined ? undefined : 'Write it as 90m, 2h or 1d';
}

/** Returns the request of a build. What the options contradict, such as regions of a discarded build, is left out. */
export function buildBody({ text, path, files }: Given, options: BuildOptions): BuildBody {
  const { name, discard, force, keepFailed, keepCandidate } = options;
  const regions = regionsIn(options.regions);
  const sent = Object.entries(filesFor(text, path, files));
  return {
    recipe: text,
    files: Object.fromEntries(sent.map(([file, bytes]) => [file, base64Of(bytes)])),
    image_name: name || undefined,
    spot: options.market === '' ? undefined : options.market === 'spot',
    force: force || undefined,
    discard: discard || undefined,
    regions: discard || regions.length === 0 ? undefined : regions,
    keep_failed_seconds: secondsIn(keepFailed),
    keep_candidate_seconds: discard ? undefined : secondsIn(keepCandidate),
  };
}

/** Returns the words of the command that starts the same build, or with `dryRun` shows what it would do. */
export function buildCommand(path: string, options: BuildOptions, dryRun = false): string[] {
  const { name, discard, force, keepFailed, keepCandidate } = options;
  const duration = (text: string): string | undefined => {
    const seconds = secondsIn(text);
    return seconds === undefined ? undefined : formatDuration(seconds);
  };
  return [
    'build',
    path,
    ...(dryRun ? ['--dry-run'] : []),
    ...flag('--name', name),
    ...(discard ? [] : regionsIn(options.regions).flatMap((region) => flag('--region', region))),
    ...(options.market === '' ? [] : [`--${options.market}`]),
    ...(discard ? ['--discard'] : []),
    ...(force ? ['--force'] : []),
    ...flag('--keep-failed', duration(keepFailed)),
    ...flag('--keep-candidate', discard ? undefined : duration(keepCandidate)),
  ];
}

function secondsIn(text: string): number | undefined {
  try {
    return text === '' ? undefined : parseDuration(text);
  } catch {
    return undefined;
  }
}
