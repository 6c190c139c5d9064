import type { ImageReference } from '../model/reference';
import type { Tags } from '../tags';
import { groupBy } from '../lib/group';

/** A version of a launch template with its image, which can also be `resolve:ssm:/…` or absent. */
export interface TemplateVersion {
  template_id: string;
  template_name: string;
  version: number;
  is_default: boolean;
  image_id?: string;
}

/** How a group names a template: by id or name, and by number, `$Latest` or `$Default`. */
export interface TemplateUse {
  id?: string;
  name?: string;
  version: string;
}

/**
 * An Auto Scaling group with everything that it launches from: one configuration, or templates and images, including
 * those of its overrides.
 */
export interface ScalingGroup {
  name: string;
  capacity: number;
  configuration?: string;
  templates: TemplateUse[];
  image_ids: string[];
  tags?: Tags;
}

export interface LaunchConfiguration {
  name: string;
  image_id: string;
}

const isNumber = (version: string): boolean => /^\d+$/.test(version);
const isOf = ({ id, name }: TemplateUse, version: TemplateVersion): boolean =>
  id ? version.template_id === id : version.template_name === name;

/**
 * Returns the numbered versions that groups name and that are not among the current ones, grouped by template, so that
 * each template is queried once.
 */
export function pinnedVersions(
  groups: readonly ScalingGroup[],
  current: readonly TemplateVersion[],
): { id?: string; name?: string; versions: string[] }[] {
  const known = byTemplate(current);
  const asked = new Map<string, { id?: string; name?: string; versions: string[] }>();
  for (const use of groups.flatMap(({ templates }) => templates)) {
    if (!isNumber(use.version) || versionsOf(known, use).some(({ version }) => String(version) === use.version))
      continue;
    const key = use.id ?? use.name ?? '';
    const entry = asked.get(key) ?? { id: use.id, name: use.name, versions: [] };
    if (!entry.versions.includes(use.version)) entry.versions.push(use.version);
    asked.set(key, entry);
  }
  return [...asked.values()];
}

/** Returns the images of the newest and the default versions of templates. */
export function templateReferences(region: string, versions: readonly TemplateVersion[]): ImageReference[] {
  return versions.flatMap(({ template_id, template_name, version, is_default, image_id }): ImageReference[] =>
    image_id
      ? [
          {
            ami_id: image_id,
            region,
            kind: 'launch-template',
            name: template_id,
            detail: `${template_name}, version ${version}${is_default ? ', the default' : ''}`,
          },
        ]
      : [],
  );
}

/** Returns the images of all launch configurations. */
export function configurationReferences(
  region: string,
  configurations: readonly LaunchConfiguration[],
): ImageReference[] {
  return configurations.map(({ name, image_id }) => ({ ami_id: image_id, region, kind: 'launch-configuration', name }));
}

/**
 * Returns the images that groups would launch, even with capacity 0: from configurations, template versions and
 * overrides.
 */
export function groupReferences(
  region: string,
  groups: readonly ScalingGroup[],
  versions: readonly TemplateVersion[],
  configurations: readonly LaunchConfiguration[],
): ImageReference[] {
  const known = byTemplate(versions);
  const imageOf = new Map(configurations.map(({ name, image_id }) => [name, image_id]));
  return groups.flatMap((group) => {
    const { name, capacity, configuration, templates, image_ids } = group;
    const launched = templates.flatMap((use) => resolved(use, versionsOf(known, use)));
    const ids = [configuration === undefined ? undefined : imageOf.get(configuration), ...launched, ...image_ids];
    return [...new Set(ids)].flatMap((ami_id): ImageReference[] =>
      ami_id ? [{ ami_id, region, kind: 'auto-scaling-group', name, detail: `capacity ${capacity}` }] : [],
    );
  });
}

function resolved(use: TemplateUse, versions: readonly TemplateVersion[]): (string | undefined)[] {
  if (use.version === '$Default')
    return versions.filter(({ is_default }) => is_default).map(({ image_id }) => image_id);
  if (isNumber(use.version))
    return versions.filter(({ version }) => String(version) === use.version).map(({ image_id }) => image_id);
  const newest = Math.max(...versions.map(({ version }) => version));
  return versions.filter(({ version }) => version === newest).map(({ image_id }) => image_id);
}

function byTemplate(versions: readonly TemplateVersion[]): Map<string, TemplateVersion[]> {
  return new Map([
    ...groupBy(versions, ({ template_name }) => template_name),
    ...groupBy(versions, ({ template_id }) => template_id),
  ]);
}

function versionsOf(known: ReadonlyMap<string, TemplateVersion[]>, use: TemplateUse): TemplateVersion[] {
  return (known.get(use.id ?? use.name ?? '') ?? []).filter((version) => isOf(use, version));
}
