import type { CommandSpec } from '../framework/command';
import { addReference, listReferences, removeReference } from './reference/register';
import { amiUsage } from './reference/usage';
import { amiHealth } from './health/check';
import { build } from './build/start';
import { buildLogs } from './build/logs';
import { cancelBuild, listBuilds, showBuild } from './build/list';
import { diffAmis, listPackages } from './image/compare';
import { listChannels, promoteAmi, rollBackChannel } from './channel/all';
import { completionOf } from './shell/completion';
import { connect } from './instance/connect';
import { amiCost } from './cost/show';
import { cleanupAmis } from './cleanup/clean';
import { listCleanups } from './cleanup/list';
import { createAmi } from './image/create';
import { listDebts } from './account/debts';
import { deleteAmi } from './cleanup/delete';
import { deprecateAmi, undeprecateAmi } from './image/deprecate';
import { doctor } from './account/doctor';
import { list, terminate } from './instance/list';
import { generatePackerTemplate } from './packer/template';
import { launch } from './instance/launch';
import { listAmis } from './image/list';
import { listNights, nightly, nightReport } from './night/all';
import { replicateAmi } from './replication/replicate';
import { resolve } from './release/resolve';
import { resumeStack } from './stack/resume';
import { listSnapshots, showAmi } from './image/show';
import { listDescendants, restoreAmi, revokeAmi } from './image/revoke';
import { listStacks, showStack } from './stack/list';
import { setStack } from './stack/set';
import { listShares, shareAmi } from './sharing/share';
import { tagAmi } from './image/tag';
import { testAmi } from './image/test';
import { verifyAmi } from './provenance/verify';
import { wait } from './wait/any';

/** Every command, in the order of the help and the reference. */
export const commands: readonly CommandSpec[] = [
  build,
  listBuilds,
  showBuild,
  buildLogs,
  cancelBuild,
  createAmi,
  listAmis,
  showAmi,
  amiUsage,
  addReference,
  listReferences,
  removeReference,
  listSnapshots,
  listPackages,
  diffAmis,
  verifyAmi,
  amiCost,
  testAmi,
  replicateAmi,
  shareAmi,
  listShares,
  tagAmi,
  deprecateAmi,
  undeprecateAmi,
  revokeAmi,
  restoreAmi,
  listDescendants,
  cleanupAmis,
  deleteAmi,
  listCleanups,
  listStacks,
  showStack,
  setStack,
  resolve,
  promoteAmi,
  listChannels,
  rollBackChannel,
  nightly,
  listNights,
  nightReport,
  resumeStack,
  amiHealth,
  launch,
  list,
  connect,
  terminate,
  wait,
  generatePackerTemplate,
  doctor,
  listDebts,
  completionOf(() => commands),
];
