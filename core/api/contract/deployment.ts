import * as z from 'zod';

/** Answer of `GET /v1/deployment`: which deployment answers. */
export const deploymentAnswer = z.object({
  version: z.string().describe('Version of the deployment'),
  stage: z.string(),
  home_region: z.string(),
  account: z.string().describe('Home account of the deployment'),
  log_group: z.string().describe('Log group of the output of scripts in the home region'),
});

export type DeploymentAnswer = z.output<typeof deploymentAnswer>;
