import type { CommandSpec } from '../../framework/command';
import type { Context, Deployment } from '../../framework/context';
import { CommandFailure, exitCodes } from '../../framework/failure';
import { describeDeployment } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import manifest from '../../package.json';

/** Prints the version of the command, and of the deployment if it answers. */
export const showVersion: CommandSpec = {
  names: ['version'],
  summary: 'Print the versions of command and deployment',
  details:
    'The version of the deployment is omitted if no deployment answers within two seconds. Warns when the first numbers differ. `spawn --version` prints the same in a terminal; in a pipe it prints only the version of this command and sends no request.',
  arguments: [],
  flags: [],
  examples: ['spawn version', 'spawn version -o json'],
  run: async (_, context) => {
    const { version } = manifest;
    const deployment = await answeringDeployment(context);
    if (deployment !== undefined && majorOf(deployment.version) !== majorOf(version))
      context.messages.warn(
        `this command has version ${version} and the deployment ${deployment.version}: install version ${majorOf(deployment.version)} of the command, or deploy version ${majorOf(version)}`,
      );
    await writeResult(context, { version, deployment: deployment ?? null }, () =>
      deployment === undefined
        ? `${version}\n`
        : `${version}\ndeployment ${deployment.version} (${describeDeployment(deployment)})\n`,
    );
  },
};

/** Returns the deployment if it is configured and has answered. */
async function answeringDeployment(context: Context): Promise<(Deployment & { version: string }) | undefined> {
  try {
    const { version, ...deployment } = await context.calledDeployment();
    return version === undefined ? undefined : { ...deployment, version };
  } catch (error) {
    // Nothing is configured. Other errors, such as a context that does not exist, are the user's to know.
    if (error instanceof CommandFailure && error.exitCode === exitCodes.usage) return undefined;
    throw error;
  }
}

const majorOf = (version: string): string => version.split('.', 1)[0] ?? version;
