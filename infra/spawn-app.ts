import type { AppProps } from 'aws-cdk-lib';
import { App } from 'aws-cdk-lib';
import * as path from 'node:path';
import { ApiStack } from './stack/api';
import { CleanupStack } from './stack/cleanup';
import { CoreStack } from './stack/core';
import type { Deployment } from './setting/deployment';
import { MemberStack } from './stack/member';
import { namesOf } from './setting/names';
import { NightlyStack } from './stack/nightly';
import { PipelineStack } from './stack/pipeline';
import { RegionalStack } from './stack/regional';
import { checkRoleNames } from './function/role-names';
import type { Settings } from './setting/settings';

/**
 * Returns the app of one deployment: five stacks in the home region in the order of deployment, optionally one in each
 * other region that forwards events, and one in each member account. `root` is the project's folder, with the built
 * functions and the definitions of the state machines. The account is that of the caller who deploys.
 */
export function spawnApp(settings: Settings, root: string, properties: AppProps = {}): App {
  checkRoleNames(settings);
  const app = new App({ analyticsReporting: false, ...properties });
  const names = namesOf(settings.stage, settings.home_region);
  const deployment: Deployment = {
    settings,
    names,
    bundles: path.join(root, 'dist', 'functions'),
    definitions: path.join(root, 'statemachines'),
  };
  const stack = { env: { region: settings.home_region } };
  const core = new CoreStack(app, deployment, {
    ...stack,
    description: 'spawn: catalog, artifacts and builder network',
  });
  const pipeline = new PipelineStack(app, deployment, {
    ...stack,
    description: 'spawn: from a recipe to a published image',
  });
  const api = new ApiStack(app, deployment, { ...stack, description: 'spawn: HTTP API' });
  const nightly = new NightlyStack(app, deployment, { ...stack, description: 'spawn: nightly checks' });
  const cleanup = new CleanupStack(app, deployment, {
    ...stack,
    description: 'spawn: the cleanup of published images',
  });
  pipeline.addStackDependency(core);
  cleanup.addStackDependency(core);
  api.addStackDependency(pipeline);
  nightly.addStackDependency(core);
  if (settings.regional_stacks) {
    for (const region of settings.regions) {
      new RegionalStack(app, deployment, region, {
        env: { region },
        description: `spawn: forwards events of ${region} to ${settings.home_region}`,
      });
    }
  }
  for (const account of settings.member_accounts) {
    new MemberStack(app, deployment, account, {
      env: { account, region: settings.home_region },
      description: `spawn: lets ${settings.home_account} keep copies of its images in ${account}`,
    });
  }
  return app;
}
