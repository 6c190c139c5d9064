import type { Names } from './names';
import type { Settings } from './settings';

/** What all stacks of a deployment share. */
export interface Deployment {
  readonly settings: Settings;
  readonly names: Names;
  /** Folder with one sub-folder for each built function. */
  readonly bundles: string;
  /** Folder with the definitions of the state machines. */
  readonly definitions: string;
}
