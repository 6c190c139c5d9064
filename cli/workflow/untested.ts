import type { FlagSpec } from '../framework/command';

/** The flag of commands that hand images out: the policy of a stack may require a test before. */
export const untestedFlag: FlagSpec = {
  name: 'untested',
  value: 'reason',
  description:
    'why an image that was never tested is taken all the same, where the policy of its stack requires a test',
};
