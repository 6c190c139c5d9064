import { agentFolder } from './agent-folder';
import { bootToOnline } from './boot-to-online';
import { commandByTag } from './command-by-tag';
import { concurrency } from './concurrency';
import { deprecatedVendorImages } from './deprecated-vendor-images';
import type { Question } from './form';
import { gpuBase } from './gpu-base';
import { pendingAndDisabled } from './pending-and-disabled';
import { residueOfBases } from './residue-of-bases';
import { scanOfPackages } from './scan-of-packages';
import { tagsOfSnapshots } from './tags-of-snapshots';

/** All questions, in the order of the ledger: the most dangerous first. */
export const questions: readonly Question[] = [
  tagsOfSnapshots,
  commandByTag,
  bootToOnline,
  residueOfBases,
  agentFolder,
  gpuBase,
  deprecatedVendorImages,
  scanOfPackages,
  pendingAndDisabled,
  concurrency,
];
