import type { ConnectOptions } from '../framework/context';
import { CommandFailure, exitCodes, usageError } from '../framework/failure';
import type { Credentials } from './signing';

/** Returns the profile to use: --profile, SPORE_PROFILE, then AWS_PROFILE; undefined for the default profile. */
export function profileOf(options: ConnectOptions): string | undefined {
  return options.profile || options.host.environment.SPORE_PROFILE || options.host.environment.AWS_PROFILE || undefined;
}

/** Returns the home region: SPORE_REGION, AWS_REGION, AWS_DEFAULT_REGION, then the region of the profile. */
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
    `no region is configured for profile '${profile}'`,
    'Set SPORE_REGION to the home region of the deployment, or set SPAWN_API_URL. For local mode, run `npm start` in the project.',
  );
}

/**
 * Returns the credentials of the default AWS chain (environment, profile, SSO, container, instance), renewed before
 * they expire. Never printed.
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
        'Log in (aws sso login), set AWS_PROFILE, or start local mode in the project: npm start',
      );
    }
  };
}
