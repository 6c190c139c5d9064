import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stacksOf } from '../reach/stacks';
import type { Caller } from '../reach/sdk';
import { cdk } from './cdk';
import type { Deployer } from './remove';

const rest = 45 * 60_000;
const pause = 10_000;

/** Returns whether a stack comes to rest by itself: one in review waits for a change set that nobody executes. */
export const isMoving = (status: string): boolean => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';

/** Reads the names of the stacks of an assembly. A stage whose name only begins like this one has other stacks. */
function stacksIn(assembly: string): string[] {
  const { artifacts } = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8')) as {
    artifacts: Record<string, { type: string; properties?: { stackName?: string } }>;
  };
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, { properties }]) => properties?.stackName ?? id);
}

/** Deploys and destroys the stacks of a synthesized stage with the CDK command of the project. */
export function deployerOf(
  caller: Caller,
  { project, assembly, region }: { project: string; assembly: string; region: string },
): Deployer {
  const environment = { ...process.env, AWS_REGION: region, AWS_DEFAULT_REGION: region };
  const names = new Set(stacksIn(assembly));
  const own = async (): Promise<[string, string][]> =>
    Object.entries(await stacksOf(caller, region)).filter(
      ([name, status]) => names.has(name) && status !== 'DELETE_COMPLETE',
    );
  // CloudFormation goes on with a deployment whose command has ended.
  const untilRest = async (): Promise<void> => {
    const until = Date.now() + rest;
    while ((await own()).some(([, status]) => isMoving(status)) && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, pause));
  };
  return {
    async deploy(signal) {
      await requireBootstrap(caller, region);
      const words = ['deploy', '--all', '--require-approval', 'never', '--progress', 'events', '--app', assembly];
      await cdk(project, words, { environment, signal });
    },
    async destroy() {
      await untilRest();
      if ((await own()).length === 0) return;
      await cdk(project, ['destroy', '--all', '--force', '--app', assembly], { environment });
      await untilRest();
      const left = await own();
      if (left.length > 0)
        throw Object.assign(new Error(`${left.map(([name, status]) => `${name} is ${status}`).join(', ')}`), {
          name: 'StacksLeft',
        });
    },
    stacks: async () =>
      (await own()).map(([id]) => ({
        kind: 'stack',
        id,
        region,
        command: `aws cloudformation delete-stack --stack-name ${id} --region ${region}`,
      })),
  };
}

async function requireBootstrap(caller: Caller, region: string): Promise<void> {
  try {
    await caller.call('ssm', 'GetParameter', region, { Name: '/cdk-bootstrap/hnb659fds/version' });
  } catch (error) {
    if ((error as Error).name !== 'ParameterNotFound') throw error;
    throw Object.assign(new Error(`${region} is not bootstrapped: npx cdk bootstrap aws://ACCOUNT/${region}`), {
      name: 'NotBootstrapped',
    });
  }
}
