import { AwsError } from '../../../kernel/types';
import { arnOf, authorizeAll } from '../state/authorize';
import { missingParameter, notSimulated, requireWellFormed } from '../state/faults';
import { has } from '../../../kernel/facts';
import { pageOf } from '../state/pages';
import type { Handler, ImageReference, Request } from '../state/simulation';

const instanceStates = ['pending', 'running', 'shutting-down', 'stopping', 'stopped', 'terminated'];
const types = [
  'ec2:Instance',
  'ec2:LaunchTemplate',
  'ssm:Parameter',
  'imagebuilder:ImageRecipe',
  'imagebuilder:ContainerRecipe',
];

/** What a caller must be allowed besides: EC2 looks with the rights of whoever asks. */
const dependents: Readonly<Record<string, readonly string[]>> = {
  'ec2:Instance': ['ec2:DescribeInstances'],
  'ec2:LaunchTemplate': ['ec2:DescribeLaunchTemplates', 'ec2:DescribeLaunchTemplateVersions'],
  'ssm:Parameter': ['ssm:DescribeParameters'],
  'imagebuilder:ImageRecipe': ['imagebuilder:ListImageRecipes'],
  'imagebuilder:ContainerRecipe': ['imagebuilder:ListContainerRecipes'],
};

interface Asked {
  ResourceType: string;
  ResourceTypeOptions?: { OptionName: string; OptionValues: string[] }[];
}

/**
 * What in this region uses up to ten images: instances in all states unless some are named, launch templates, and what
 * other services add.
 */
export const describeImageReferences: Handler = (request) => {
  const { input } = request;
  authorizeAll(request);
  const ids: string[] = input.ImageIds ?? [];
  if (ids.length === 0) throw missingParameter('ImageIds');
  if (ids.length > 10 && has(request.simulation.world, 'references-ten-ids'))
    throw new AwsError('InvalidParameterValue', `At most 10 image ids can be given; these are ${ids.length}.`);
  for (const id of ids) requireWellFormed('ami-', id);
  const asked: Asked[] = input.IncludeAllResourceTypes
    ? types.map((ResourceType) => ({ ResourceType }))
    : (input.ResourceTypes ?? []);
  if (asked.length === 0) throw missingParameter('ResourceTypes');
  const needed = has(request.simulation.world, 'references-need-the-callers-permissions') ? dependents : {};
  for (const { ResourceType } of asked)
    for (const action of needed[ResourceType] ?? [])
      request.call.authorize(action, '*', { 'ec2:Region': request.region.name });
  const references = ids.flatMap((id) => asked.flatMap((type) => referencesTo(request, id, type)));
  const { items, NextToken } = pageOf(references, input, { least: 1 });
  return () => ({ ImageReferences: items, NextToken });
};

function referencesTo(request: Request, imageId: string, asked: Asked): ImageReference[] {
  const { ResourceType } = asked;
  if (!types.includes(ResourceType))
    throw new AwsError('InvalidParameterValue', `Value (${ResourceType}) for parameter ResourceType is invalid.`);
  if (ResourceType === 'ec2:Instance') return byInstance(request, imageId, asked);
  if (ResourceType === 'ec2:LaunchTemplate') return byTemplate(request, imageId, asked);
  const { simulation, region } = request;
  return simulation.referenceSources
    .flatMap((source) => source(region.name, imageId))
    .filter((reference) => reference.ResourceType === ResourceType);
}

function byInstance(request: Request, imageId: string, asked: Asked): ImageReference[] {
  const states = option(asked, 'state-name') ?? instanceStates;
  return [...request.region.instances.values()]
    .filter((instance) => instance.imageId === imageId && states.includes(instance.state))
    .map(({ id }) => ({ ImageId: imageId, ResourceType: 'ec2:Instance', Arn: arnOf(request, 'instance', id) }));
}

/** The newest ten versions of each template, unless another depth is asked for. */
function byTemplate(request: Request, imageId: string, asked: Asked): ImageReference[] {
  const depth = Number(option(asked, 'version-depth')?.[0] ?? 10);
  return [...request.region.templates.values()]
    .filter(({ versions }) => versions.slice(-depth).some(({ data }) => data.ImageId === imageId))
    .map(({ id }) => ({
      ImageId: imageId,
      ResourceType: 'ec2:LaunchTemplate',
      Arn: arnOf(request, 'launch-template', id),
    }));
}

function option({ ResourceTypeOptions: options = [] }: Asked, name: string): string[] | undefined {
  const stranger = options.find(({ OptionName }) => OptionName !== 'state-name' && OptionName !== 'version-depth');
  if (stranger) throw notSimulated(`DescribeImageReferences.ResourceTypes option '${stranger.OptionName}'`);
  return options.find(({ OptionName }) => OptionName === name)?.OptionValues;
}
