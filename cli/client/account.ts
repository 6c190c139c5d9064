import type { ConnectOptions } from '../framework/context';
import { CommandFailure, exitCodes, usageError } from '../framework/failure';
import type { Credentials } from './signing';

/** The profile to use: --profile, SPORE_PROFILE, AWS_PROFILE; undefined for the default one. */
export function profileOf(options: ConnectOptions): string | undefined {
  return options.profile || options.host.environment.SPORE_PROFILE || options.host.environment.AWS_PROFILE || undefined;
}

/** The home region of the deployment: SPORE_REGION, AWS_REGION, AWS_DEFAULT_REGION, then the profile's own. */
export async function homeRegion(options: ConnectOptions): Promise<string> {
  const { environment } = options.host;
  const named = environment.SPORE_REGION || environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (named) return named;
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const files = await loadSharedConfigFiles();
  const profile = profileOf(options) ?? 'default';
  const region = files.configFile[profile]?.region ?? files.credentialsFile[profile]?.region;
  if (region !== undefined) return region;
  throw usageError(
    `no region is known for profile '${profile}', so the API cannot be found`,
    'Set SPORE_REGION to the home region of the deployment, or SPAWN_API_URL; in the project, `npm start` serves a local one.',
  );
}

/**
 * Gives the credentials of the usual AWS chain (environment, profile, SSO, container, instance), renewed before they
 * expire. Never printed.
 */
export function credentialChain(options: ConnectOptions): () => Promise<Credentials> {
  let chain: Promise<() => Promise<Credentials>> | undefined;
  return async () => {
    chain ??= import('@aws-sdk/credential-provider-node').then(({ defaultProvider }) =>
      defaultProvider({ profile: profileOf(options) }),
    );
    try {
      return await (
        await chain
      )();
    } catch (error) {
      throw new CommandFailure(
        `no AWS credentials: ${(error as Error).message}`,
        exitCodes.refused,
        'Log in (aws sso login), set AWS_PROFILE, or start a local mode in the project: npm start',
      );
    }
  };
}
