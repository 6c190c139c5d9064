import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { SpawnError } from '../../core/errors';
import { isAwsError } from '../client/errors';
import { ssm } from '../client/clients';
import { imageIdPattern } from '../../core/lib/identifier';

/**
 * Returns the image id in a parameter of a region. Throws BaseNotFound without such a parameter, and InvalidBase for
 * any other value. The error does not show the value, because a parameter may hold a secret.
 */
export async function parameterImageId(region: string, path: string): Promise<string> {
  const value = await ask(region, path);
  if (imageIdPattern.test(value)) return value;
  throw new SpawnError(
    'InvalidBase',
    `parameter ${path} in ${region} does not contain an image id (ami-…): name a parameter that does.`,
    { parameter: path, region },
  );
}

async function ask(region: string, path: string): Promise<string> {
  try {
    const answer = await ssm(region).send(new GetParameterCommand({ Name: path }));
    return answer.Parameter?.Value?.trim() ?? '';
  } catch (error) {
    if (!isAwsError(error, 'ParameterNotFound', 'ParameterVersionNotFound')) throw error;
    throw new SpawnError(
      'BaseNotFound',
      `there is no parameter ${path} in ${region}: check the path, or name a base by its image id.`,
      { parameter: path, region },
    );
  }
}
