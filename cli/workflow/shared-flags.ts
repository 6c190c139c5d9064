import type { ArgumentSpec, FlagSpec } from '../framework/command';
import { durationValue } from '../framework/values';

/** The image that a command acts on. */
export const imageArgument: ArgumentSpec = { name: 'ami', description: 'id or name of the image' };

/** The image that a command only reads: of a release it is the one that a launch would select. */
export const readImageArgument: ArgumentSpec = {
  name: 'ami',
  description: 'id or name of the image, or stack@version',
  release: true,
};

/** The flag that limits a command to the image or copy in one region. */
export const imageRegionFlag: FlagSpec = {
  name: 'region',
  value: 'region',
  description: 'only the image or copy in this region (default: all regions)',
};

/** The flag that names a registered reference. */
export const referenceNameFlag: FlagSpec = {
  name: 'name',
  value: 'name',
  description: 'what uses the image, such as ci-profile',
  required: true,
};

/** The flag that overrides the tests that the policy of a stack requires. */
export const untestedFlag: FlagSpec = {
  name: 'untested',
  value: 'reason',
  description: 'reason to use an image that was never tested although the policy of its stack requires a test',
};

/** The flag that limits how long a command waits for a cleanup. */
export const cleanupTimeoutFlag: FlagSpec = {
  name: 'timeout',
  value: 'duration',
  description: 'maximum time to wait, such as 2h (default: 1d); exit code 5 if it expires',
  parse: durationValue,
};
