import { version as packageVersion } from '../../package.json';
import { environment } from '../../aws/client/environment';
import { listDebts } from '../../aws/catalog/debts';
import type { DeploymentAnswer } from '../../core/api/contract/deployment';
import { openApiDocument } from '../../core/api/openapi';
import { listBuilds, readBuildLog, showBuild, showOperation } from './builds/read-builds';
import { listChannels, showChannelHistory } from './channels/read-channels';
import { api } from '../../usecases/runtime/http';
import { readHistory } from './history/read-history';
import { listSnapshots, resolveImage, showImage } from './images/read-images';
import { readCostHistory, readCosts } from './images/read-costs';
import { listDescendants } from './images/list-descendants';
import { listNights, showNight } from './nightly/read-nights';
import { listInstances } from './instances/list-instances';
import { listStacks, showStack } from './stacks/read-stacks';

function deploymentOf(account: string): DeploymentAnswer {
  const { stage, homeRegion, logGroup } = environment();
  return { version: packageVersion, stage, home_region: homeRegion, account, log_group: logGroup };
}

/** Serves all routes that only read. */
export const handler = api({
  listBuilds,
  showBuild,
  readBuildLog,
  showOperation,
  showImage,
  listSnapshots,
  resolveImage,
  readCosts,
  readCostHistory,
  listInstances,
  listDescendants,
  listStacks,
  showStack,
  listNights,
  showNight,
  listChannels,
  showChannelHistory,
  readHistory,
  listDebts: async () => ({ status: 200, body: { debts: await listDebts() } }),
  showDeployment: async ({ homeAccount }) => ({ status: 200, body: deploymentOf(homeAccount) }),
  readOpenApi: async () => ({ status: 200, body: openApiDocument({ version: packageVersion }) }),
});
