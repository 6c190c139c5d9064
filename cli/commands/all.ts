import type { CommandSpec } from '../framework/command';
import { listDebts } from './account/debts';
import { doctor } from './account/doctor';
import { allowedAmis } from './allowed/allow';
import { cancelBuild } from './build/cancel';
import { approveBuild, rejectBuild } from './build/decide';
import { listBuilds } from './build/list';
import { buildLogs } from './build/logs';
import { retryBuild } from './build/retry';
import { showBuild } from './build/show';
import { build } from './build/start';
import { listChannels } from './channel/list';
import { promoteAmi } from './channel/promote';
import { rollBackChannel } from './channel/roll-back';
import { cleanupAmis } from './cleanup/clean';
import { deleteAmi } from './cleanup/delete';
import { listCleanups } from './cleanup/list';
import { open } from './console/open';
import { serveConsolePage } from './console/serve';
import { addContext } from './context/add';
import { listContexts } from './context/list';
import { removeContext } from './context/remove';
import { useContext } from './context/use';
import { amiCost } from './cost/show';
import { amiHealth } from './health/check';
import { showHistory } from './history/show';
import { createAmi } from './image/create';
import { deprecateAmi } from './image/deprecate';
import { diffAmis } from './image/diff';
import { listAmis } from './image/list';
import { listDescendants } from './image/list-descendants';
import { listPackages } from './image/list-packages';
import { listSnapshots } from './image/list-snapshots';
import { undeleteAmi } from './image/undelete';
import { restoreAmi } from './image/restore';
import { revokeAmi } from './image/revoke';
import { showAmi } from './image/show';
import { tagAmi } from './image/tag';
import { testAmi } from './image/test';
import { undeprecateAmi } from './image/undeprecate';
import { connect } from './instance/connect';
import { launch } from './instance/launch';
import { list } from './instance/list';
import { terminate } from './instance/terminate';
import { listNights } from './night/list';
import { nightReport } from './night/report';
import { testNotifications } from './notification/test';
import { nightly } from './night/run';
import { generatePackerTemplate } from './packer/generate';
import { verifyAmi } from './provenance/verify';
import { init } from './recipe/init';
import { rehearse } from './recipe/rehearse';
import { showRecipe } from './recipe/show';
import { addReference } from './reference/add';
import { listReferences } from './reference/list';
import { removeReference } from './reference/remove';
import { amiUsage } from './reference/show-usage';
import { resolve } from './release/resolve';
import { replicateAmi } from './replication/replicate';
import { listShares } from './sharing/list';
import { shareAmi } from './sharing/share';
import { complete } from './shell/complete';
import { completionOf } from './shell/completion';
import { showVersion } from './shell/version';
import { listStacks } from './stack/list';
import { resumeStack } from './stack/resume';
import { setStack } from './stack/set';
import { showStack } from './stack/show';
import { wait } from './wait/any';

/** Every command, in the order of the help and the reference. */
export const commands: readonly CommandSpec[] = [
  init,
  rehearse,
  build,
  listBuilds,
  approveBuild,
  rejectBuild,
  showBuild,
  buildLogs,
  cancelBuild,
  retryBuild,
  createAmi,
  listAmis,
  showAmi,
  amiUsage,
  addReference,
  listReferences,
  removeReference,
  listSnapshots,
  listPackages,
  showRecipe,
  diffAmis,
  verifyAmi,
  amiCost,
  testAmi,
  replicateAmi,
  shareAmi,
  listShares,
  allowedAmis,
  tagAmi,
  deprecateAmi,
  undeprecateAmi,
  revokeAmi,
  restoreAmi,
  undeleteAmi,
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
  showHistory,
  listDebts,
  testNotifications,
  serveConsolePage,
  open,
  listContexts,
  addContext,
  useContext,
  removeContext,
  showVersion,
  completionOf(() => commands),
  complete,
];
