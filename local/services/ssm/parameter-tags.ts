import { AwsError, type Call } from '../../kernel/types';
import type { SsmSimulation, StoredParameter } from './model';
import { arnOf, authorizeTagging, tagContext, tagsOf } from './parameters';

/** Adds tags to a parameter, or changes those that it has. Throws `InvalidResourceId` for one that is not there. */
export function addTagsToResource(simulation: SsmSimulation, call: Call): Record<string, any> {
  const parameter = parameterOf(simulation, call);
  const tags = tagsOf(call.input.Tags ?? []);
  authorizeTagging(simulation, call, call.input.ResourceId, tags);
  const existing = required(parameter, call);
  simulation
    .region(call.region)
    .parameters.set(existing.name, { ...existing, tags: new Map([...(existing.tags ?? []), ...tags]) });
  return {};
}

/** Returns the tags of a parameter. Throws `InvalidResourceId` for one that is not there. */
export function listTagsForResource(simulation: SsmSimulation, call: Call): Record<string, any> {
  const parameter = parameterOf(simulation, call);
  call.authorize(
    'ssm:ListTagsForResource',
    arnOf(simulation, simulation.region(call.region), call.input.ResourceId),
    tagContext(parameter),
  );
  return { TagList: [...(required(parameter, call).tags ?? [])].map(([Key, Value]) => ({ Key, Value })) };
}

function parameterOf(simulation: SsmSimulation, { region, input }: Call): StoredParameter | undefined {
  if (input.ResourceType !== 'Parameter')
    throw new AwsError('InvalidResourceType', `ssm ResourceType ${input.ResourceType} is not simulated.`);
  return simulation.region(region).parameters.get(input.ResourceId);
}

function required(parameter: StoredParameter | undefined, { input }: Call): StoredParameter {
  if (!parameter || parameter.public)
    throw new AwsError(
      'InvalidResourceId',
      `The resource ID '${input.ResourceId}' is not valid. Verify that you entered the correct ID and try again.`,
    );
  return parameter;
}
