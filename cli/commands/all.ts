import type { CommandSpec } from '../command';
import { addReference, listReferences, removeReference } from './ami-reference';
import { amiUsage } from './ami-usage';
import { amiHealth } from './ami-health';
import { build } from './build';
import { buildLogs } from './build-logs';
import { cancelBuild, listBuilds, showBuild } from './builds';
import { diffAmis, listPackages } from './compare-amis';
import { listChannels, promoteAmi, rollBackChannel } from './channels';
import { completionOf } from './completion';
import { connect } from './connect';
import { amiCost } from './ami-cost';
import { cleanupAmis } from './cleanup-amis';
import { listCleanups } from './cleanups';
import { createAmi } from './create-ami';
import { listDebts } from './debts';
import { deleteAmi } from './delete-ami';
import { deprecateAmi, undeprecateAmi } from './deprecate-ami';
import { doctor } from './doctor';
import { list, terminate } from './instances';
import { generatePackerTemplate } from './generate-packer-template';
import { launch } from './launch';
import { listAmis } from './list-amis';
import { listNights, nightly, nightReport } from './nightly';
import { replicateAmi } from './replicate-ami';
import { resolve } from './resolve';
import { resumeStack } from './resume-stack';
import { listSnapshots, showAmi } from './show-ami';
import { listDescendants, restoreAmi, revokeAmi } from './revoke-ami';
import { listStacks, showStack } from './stacks';
import { setStack } from './set-stack';
import { listShares, shareAmi } from './share-ami';
import { tagAmi } from './tag-ami';
import { testAmi } from './test-ami';
import { verifyAmi } from './verify-ami';
import { wait } from './wait';

/** Every command, in the order of the help and the reference. */
export const commands: readonly CommandSpec[] = [
  build, listBuilds, showBuild, buildLogs, cancelBuild,
  createAmi, listAmis, showAmi, amiUsage, addReference, listReferences, removeReference, listSnapshots, listPackages, diffAmis, verifyAmi, amiCost, testAmi, replicateAmi,
  shareAmi, listShares,
  tagAmi, deprecateAmi, undeprecateAmi, revokeAmi, restoreAmi, listDescendants,
  cleanupAmis, deleteAmi, listCleanups,
  listStacks, showStack, setStack,
  resolve, promoteAmi, listChannels, rollBackChannel,
  nightly, listNights, nightReport, resumeStack, amiHealth,
  launch, list, connect, terminate, wait,
  generatePackerTemplate,
  doctor, listDebts,
  completionOf(() => commands),
];
