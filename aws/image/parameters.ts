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

/** Returns the value of a parameter; undefined when there is none. */
export async function readImageParameter(region: string, name: string): Promise<string | undefined> {
  try {
    return (await ssm(region).send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
  } catch (error) {
    if (isAwsError(error, 'ParameterNotFound')) return undefined;
    throw error;
  }
}

/** Returns the deployment in a parameter's tag; undefined without a tag or a parameter. */
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

/** Tags a parameter that belongs to no deployment with `deployment`. */
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
 * Creates a parameter with an image id and the deployment's tag. PutParameter accepts tags only for new parameters
 * (user guide, "Tagging parameters"). Throws ParameterAlreadyExists when the parameter exists.
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
 * Writes an image id to a parameter. Systems Manager validates the value after its answer and silently keeps the old
 * value if the image is not available (API reference, PutParameter, DataType), so the caller must read it back.
 */
export async function putImageParameter(region: string, name: string, imageId: string): Promise<void> {
  await ssm(region).send(
    new PutParameterCommand({ Name: name, Value: imageId, Type: 'String', DataType: 'aws:ec2:image', Overwrite: true }),
  );
}

/** Deletes a parameter. A missing parameter is no error. */
export async function deleteImageParameter(region: string, name: string): Promise<void> {
  try {
    await ssm(region).send(new DeleteParameterCommand({ Name: name }));
  } catch (error) {
    if (!isAwsError(error, 'ParameterNotFound')) throw error;
  }
}
