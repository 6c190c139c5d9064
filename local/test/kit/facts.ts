import { isAbsolute, relative } from 'node:path';
import type { LocalOptions } from '../../app/options';

/** A fact of AWS that is off in one test: the file of the test, an expression for its name, and the options. */
export interface FactOff {
  file: string;
  name: string;
  off: Pick<LocalOptions, 'without' | 'ec2' | 'ssm' | 'kms' | 'events' | 'machines' | 'quotas'>;
}

/** Returns what is off in a test: of several names that match, the longest, so that one test lacks one fact. */
export function offIn(all: readonly FactOff[], file: string, name: string): FactOff | undefined {
  return all
    .filter((each) => each.file === file && new RegExp(each.name).test(name))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

const all = JSON.parse(process.env.FACTS_OFF ?? '[]') as FactOff[];

/** Returns the options that switch off what the running test is to lack, where it is shown that it fails then. */
export function factOff(): FactOff['off'] {
  const { currentTestName = '', testPath = '' } = expect.getState();
  const file = isAbsolute(testPath) ? relative(process.cwd(), testPath) : testPath;
  return offIn(all, file, currentTestName)?.off ?? {};
}
