import { messageOf } from '../../aws/client/errors';
import { autoScalingGroups, launchConfigurations } from '../../aws/reference/auto-scaling';
import { currentTemplateVersions, templateTags, templateVersions } from '../../aws/reference/launch-templates';
import { usingInstancesWithTags } from '../../aws/reference/using-instances';
import { groupBy } from '../../core/lib/group';
import { groupReferences, pinnedVersions, templateReferences } from '../../core/reference/launch-sources';
import type { ownedKinds } from '../../core/reference/owners';
import { type ImageUse } from '../../core/reference/owners';
import type { Tags } from '../../core/tags';

/** The uses of images, and the kinds of resources that could not be read. */
export interface ReadUses {
  uses: ImageUse[];
  unread: { region: string; kind: ImageUse['kind']; reason: string }[];
}

/**
 * Returns the instances, launch templates and Auto Scaling groups that use images of the home account, with the owners
 * that their tag names. The number of calls in a region hardly depends on the number of images.
 */
export async function readUses(
  images: readonly { ami_id: string; region: string }[],
  ownerTag: string | undefined,
): Promise<ReadUses> {
  const read = await Promise.all(
    [...groupBy(images, ({ region }) => region)].map(([region, own]) =>
      usesIn(region, [...new Set(own.map(({ ami_id }) => ami_id))], ownerTag),
    ),
  );
  return { uses: read.flatMap(({ uses }) => uses), unread: read.flatMap(({ unread }) => unread) };
}

async function usesIn(region: string, ids: readonly string[], ownerTag: string | undefined): Promise<ReadUses> {
  const unread: ReadUses['unread'] = [];
  const ask = async <Found>(kind: ImageUse['kind'], question: () => Promise<Found[]>): Promise<Found[]> => {
    try {
      return await question();
    } catch (error) {
      unread.push({ region, kind, reason: messageOf(error) });
      return [];
    }
  };
  const owned = (tags: Tags | undefined): { owner?: string } => {
    const owner = ownerTag === undefined ? undefined : tags?.[ownerTag];
    return owner ? { owner } : {};
  };
  const found = await Promise.all([
    ask('instance', async () =>
      (await usingInstancesWithTags(region, ids)).map(({ tags, ...use }): ImageUse => ({ ...use, ...owned(tags) })),
    ),
    ask('launch-template', async () => {
      const [versions, tags] = await Promise.all([currentTemplateVersions(region), templateTags(region)]);
      return usesOf('launch-template', templateReferences(region, versions), (name) => owned(tags.get(name)));
    }),
    ask('auto-scaling-group', async () => {
      const [versions, groups, configurations] = await Promise.all([
        currentTemplateVersions(region),
        autoScalingGroups(region),
        launchConfigurations(region),
      ]);
      const all = [...versions];
      for (const { versions: numbers, ...template } of pinnedVersions(groups, versions))
        all.push(...(await templateVersions(region, template, numbers)));
      const tags = new Map(groups.map((group) => [group.name, group.tags]));
      const references = groupReferences(region, groups, all, configurations);
      return usesOf('auto-scaling-group', references, (name) => owned(tags.get(name)));
    }),
  ]);
  return { uses: found.flat().filter(({ ami_id }) => ids.includes(ami_id)), unread };
}

function usesOf(
  kind: (typeof ownedKinds)[number],
  references: readonly { ami_id: string; region: string; name: string; detail?: string }[],
  ownerOf: (name: string) => { owner?: string },
): ImageUse[] {
  return references.map(({ ami_id, region, name, detail }) => ({
    ami_id,
    region,
    kind,
    name,
    ...(detail && { detail }),
    ...ownerOf(name),
  }));
}
