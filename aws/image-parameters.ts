import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { isAwsError } from './aws-errors';
import { ssm } from './clients';

/** What a parameter says; undefined when there is none. */
export async function readImageParameter(region: string, name: string): Promise<string | undefined> {
  try {
    return (await ssm(region).send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
  } catch (error) {
    if (isAwsError(error, 'ParameterNotFound')) return undefined;
    throw error;
  }
}

/**
 * Asks for a parameter to hold an image id. The answer comes before the value is validated, and one that is not an available image
 * leaves the old value without a word (API reference, PutParameter, DataType): read it back.
 */
export async function putImageParameter(region: string, name: string, imageId: string): Promise<void> {
  await ssm(region).send(new PutParameterCommand({ Name: name, Value: imageId, Type: 'String', DataType: 'aws:ec2:image', Overwrite: true }));
}

/** Deletes a parameter; one that is not there is no error. */
export async function deleteImageParameter(region: string, name: string): Promise<void> {
  try {
    await ssm(region).send(new DeleteParameterCommand({ Name: name }));
  } catch (error) {
    if (!isAwsError(error, 'ParameterNotFound')) throw error;
  }
}
