import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { tagKeys } from '../../core/tags';
import { isAwsError } from '../client/errors';
import { ssm } from '../client/clients';

/** What a parameter says; undefined when there is none. */
export async function readImageParameter(region: string, name: string): Promise<string | undefined> {
  try {
    return (await ssm(region).send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
  } catch (error) {
    if (isAwsError(error, 'ParameterNotFound')) return undefined;
    throw error;
  }
}

/** The deployment whose tag a parameter carries; undefined when it carries none, or is not there. */
export async function ownerOfParameter(region: string, name: string): Promise<string | undefined> {
  try {
    const { TagList = [] } = await ssm(region).send(
      new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: name }),
    );
    return TagList.find(({ Key }) => Key === tagKeys.deployment)?.Value;
  } catch (error) {
    if (isAwsError(error, 'InvalidResourceId')) return undefined;
    throw error;
  }
}

/** Gives a parameter that carries no deployment's tag to `deployment`. */
export async function claimParameter(region: string, name: string, deployment: string): Promise<void> {
  await ssm(region).send(
    new AddTagsToResourceCommand({
      ResourceType: 'Parameter',
      ResourceId: name,
      Tags: [{ Key: tagKeys.deployment, Value: deployment }],
    }),
  );
}

/**
 * Asks for a new parameter that holds an image id and carries the deployment's tag; tags are taken for new parameters
 * only (user guide, "Tagging parameters"). Throws ParameterAlreadyExists when somebody was quicker.
 */
export async function createImageParameter(
  region: string,
  name: string,
  imageId: string,
  deployment: string,
): Promise<void> {
  await ssm(region).send(
    new PutParameterCommand({
      Name: name,
      Value: imageId,
      Type: 'String',
      DataType: 'aws:ec2:image',
      Tags: [{ Key: tagKeys.deployment, Value: deployment }],
    }),
  );
}

/**
 * Asks for a parameter to hold an image id. The answer comes before the value is validated, and one that is not an
 * available image leaves the old value without a word (API reference, PutParameter, DataType): read it back.
 */
export async function putImageParameter(region: string, name: string, imageId: string): Promise<void> {
  await ssm(region).send(
    new PutParameterCommand({ Name: name, Value: imageId, Type: 'String', DataType: 'aws:ec2:image', Overwrite: true }),
  );
}

/** Deletes a parameter; one that is not there is no error. */
export async function deleteImageParameter(region: string, name: string): Promise<void> {
  try {
    await ssm(region).send(new DeleteParameterCommand({ Name: name }));
  } catch (error) {
    if (!isAwsError(error, 'ParameterNotFound')) throw error;
  }
}
