import { AwsError } from '../../../kernel/types';
import { arnOf, authorizeAll, requestTags, resourceTags } from '../state/authorize';
import { earlierAnswer, rememberAnswer } from '../state/client-tokens';
import { missingParameter, notFound, requireWellFormed } from '../state/faults';
import { filtered } from '../state/filters';
import type { LaunchTemplate } from '../state/model';
import { pageOf } from '../state/pages';
import { newId, tagList, type Handler, type Region, type Request } from '../state/simulation';
import { authorizeTagOnCreate, setTags, tagSpecifications } from '../state/tags';

/** A launch template with its first version. The same client token makes no other template. */
export const createLaunchTemplate: Handler = (request) => {
  const { call, input, region, simulation } = request;
  const { LaunchTemplateName: name, LaunchTemplateData: data } = input;
  if (!name) throw missingParameter('LaunchTemplateName');
  if (!data) throw missingParameter('LaunchTemplateData');
  const tags = tagSpecifications(request, ['launch-template'])['launch-template'] ?? new Map<string, string>();
  call.authorize('ec2:CreateLaunchTemplate', arnOf(request, 'launch-template'), {
    ...requestTags(tags),
    'ec2:Region': region.name,
  });
  authorizeTagOnCreate(request, 'launch-template', tags);
  const earlier = earlierAnswer(request);
  if (earlier) return earlier;
  if (byName(region, name))
    throw new AwsError(
      'InvalidLaunchTemplateName.AlreadyExistsException',
      `Launch template name already in use: ${name}`,
    );
  return () => {
    const createdAt = simulation.world.clock.now();
    const template: LaunchTemplate = {
      id: newId(simulation, 'lt-'),
      createdAt,
      visibleAt: createdAt,
      name,
      createdBy: call.principal.arn,
      defaultVersion: 1,
      versions: [{ description: input.VersionDescription, data, createdAt }],
    };
    region.templates.set(template.id, template);
    setTags(region, template.id, tags);
    const answer = (): Record<string, any> => ({ LaunchTemplate: described(request, template) });
    rememberAnswer(request, answer);
    return answer();
  };
};

export const deleteLaunchTemplate: Handler = (request) => {
  const { call, region } = request;
  const template = requiredTemplate(request);
  call.authorize(
    'ec2:DeleteLaunchTemplate',
    arnOf(request, 'launch-template', template.id),
    resourceTags(region, template.id),
  );
  return () => {
    region.templates.delete(template.id);
    return { LaunchTemplate: described(request, template) };
  };
};

export const describeLaunchTemplates: Handler = (request) => {
  const { region, input } = request;
  authorizeAll(request);
  const ids: string[] = input.LaunchTemplateIds ?? [];
  const names: string[] = input.LaunchTemplateNames ?? [];
  const missing = ids.filter((id) => !region.templates.has(id));
  if (missing.length > 0) throw notFound('lt-', missing);
  for (const name of names) if (!byName(region, name)) throw unknownName(name);
  const chosen = [...region.templates.values()].filter(
    ({ id, name }) => ids.length + names.length === 0 || ids.includes(id) || names.includes(name),
  );
  const { items, NextToken } = pageOf(
    filtered(region, chosen, input.Filters, { 'launch-template-name': ({ name }) => name }),
    input,
    { least: 1, most: 200 },
  );
  return () => ({ LaunchTemplates: items.map((template) => described(request, template)), NextToken });
};

/** Returns a template as EC2 lists it, without what its versions hold. */
export function described({ region }: Request, template: LaunchTemplate): Record<string, any> {
  const { id, name, createdAt, createdBy, versions } = template;
  return {
    LaunchTemplateId: id,
    LaunchTemplateName: name,
    CreateTime: new Date(createdAt),
    CreatedBy: createdBy,
    DefaultVersionNumber: template.defaultVersion,
    LatestVersionNumber: versions.length,
    Tags: tagList(region, id),
  };
}

/** Returns the template that the request names by its id or its name. */
export function requiredTemplate({ region, input }: Request): LaunchTemplate {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = input;
  if (!id && !name) throw missingParameter('LaunchTemplateId');
  if (id) requireWellFormed('lt-', id);
  const template = id ? region.templates.get(id) : byName(region, name);
  if (!template) throw id ? notFound('lt-', [id]) : unknownName(name);
  return template;
}

function byName(region: Region, name: string): LaunchTemplate | undefined {
  return [...region.templates.values()].find((template) => template.name === name);
}

function unknownName(name: string): AwsError {
  return new AwsError(
    'InvalidLaunchTemplateName.NotFoundException',
    `The specified launch template, with template name ${name}, does not exist.`,
  );
}
