import { has } from '../../../kernel/facts';
import { AwsError } from '../../../kernel/types';
import { arnOf, authorizeAll, resourceTags } from '../state/authorize';
import { earlierAnswer, rememberAnswer } from '../state/client-tokens';
import { missingParameter, notSimulated } from '../state/faults';
import { described, requiredTemplate } from './launch-templates';
import type { LaunchTemplate } from '../state/model';
import { pageOf } from '../state/pages';
import type { Handler, Request } from '../state/simulation';

/**
 * One more version of a template: what is given, over what the source version has. The same client token makes no other
 * version.
 */
export const createLaunchTemplateVersion: Handler = (request) => {
  const { input, simulation } = request;
  const template = authorizedTemplate(request);
  if (!input.LaunchTemplateData) throw missingParameter('LaunchTemplateData');
  const source = input.SourceVersion === undefined ? undefined : numberOf(template, input.SourceVersion);
  if (source !== undefined && !template.versions[source - 1]) throw unknownVersion(template, input.SourceVersion);
  const earlier = earlierAnswer(request);
  if (earlier) return earlier;
  return () => {
    template.versions.push({
      description: input.VersionDescription,
      data: { ...(source !== undefined && template.versions[source - 1]!.data), ...input.LaunchTemplateData },
      createdAt: simulation.world.clock.now(),
    });
    const number = template.versions.length;
    if (!has(simulation.world, 'default-version-may-be-old')) template.defaultVersion = number;
    const answer = (): Record<string, any> => ({ LaunchTemplateVersion: describedVersion(template, number) });
    rememberAnswer(request, answer);
    return answer();
  };
};

/** Makes another version the default one. The same client token changes nothing again. */
export const modifyLaunchTemplate: Handler = (request) => {
  const template = authorizedTemplate(request);
  const number = numberOf(template, request.input.DefaultVersion ?? '');
  if (!template.versions[number - 1]) throw unknownVersion(template, request.input.DefaultVersion);
  const earlier = earlierAnswer(request);
  if (earlier) return earlier;
  return () => {
    template.defaultVersion = number;
    const answer = (): Record<string, any> => ({ LaunchTemplate: described(request, template) });
    rememberAnswer(request, answer);
    return answer();
  };
};

/**
 * Versions of one template: by number, `$Latest`, `$Default`, or all. Of all templates, when none is named: `$Latest`
 * and `$Default` only.
 */
export const describeLaunchTemplateVersions: Handler = (request) => {
  const { input } = request;
  authorizeAll(request);
  const rows =
    input.LaunchTemplateId || input.LaunchTemplateName
      ? ofOne(requiredTemplate(request), input.Versions)
      : ofAll(request);
  const { items, NextToken } = pageOf(rows, input, { least: 1, most: 200 });
  return () => ({ LaunchTemplateVersions: items, NextToken });
};

function ofOne(template: LaunchTemplate, asked: string[] = []): Record<string, any>[] {
  const numbers =
    asked.length === 0
      ? template.versions.map((_, index) => index + 1)
      : [...new Set(asked.map((version) => numberOf(template, version)))];
  const missing = numbers.find((number) => !template.versions[number - 1]);
  if (missing !== undefined) throw unknownVersion(template, String(missing));
  return numbers.map((number) => describedVersion(template, number));
}

function ofAll({ region, input }: Request): Record<string, any>[] {
  const asked: string[] = input.Versions ?? [];
  if (asked.length === 0) throw missingParameter('LaunchTemplateId');
  const number = asked.find((version) => version !== '$Latest' && version !== '$Default');
  if (number !== undefined)
    throw notSimulated(`DescribeLaunchTemplateVersions of all templates in version '${number}'`);
  return [...region.templates.values()].flatMap((template) => ofOne(template, asked));
}

function numberOf({ versions, defaultVersion }: LaunchTemplate, version: string): number {
  if (version === '$Latest') return versions.length;
  return version === '$Default' ? defaultVersion : Number(version);
}

function describedVersion(
  { id, name, createdBy, defaultVersion, versions }: LaunchTemplate,
  number: number,
): Record<string, any> {
  const { description, data, createdAt } = versions[number - 1]!;
  return {
    LaunchTemplateId: id,
    LaunchTemplateName: name,
    VersionNumber: number,
    VersionDescription: description,
    DefaultVersion: number === defaultVersion,
    CreateTime: new Date(createdAt),
    CreatedBy: createdBy,
    LaunchTemplateData: data,
  };
}

function authorizedTemplate(request: Request): LaunchTemplate {
  const { call, region } = request;
  const template = requiredTemplate(request);
  call.authorize(
    `ec2:${call.action}`,
    arnOf(request, 'launch-template', template.id),
    resourceTags(region, template.id),
  );
  return template;
}

function unknownVersion({ id }: LaunchTemplate, version: string): AwsError {
  return new AwsError(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${version} for the launch template with ID ${id}.`,
  );
}
