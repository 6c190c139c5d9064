import { messageOf } from '../../aws/client/errors';
import { allRegisteredReferences, registeredReferencesOf } from '../../aws/catalog/registered-references';
import { listRunningRuns } from '../../aws/catalog/runs';
import { autoScalingGroups, launchConfigurations } from '../../aws/reference/auto-scaling';
import { describeImageReferences } from '../../aws/reference/image-references';
import { currentTemplateVersions, templateVersions } from '../../aws/reference/launch-templates';
import { usingInstances } from '../../aws/reference/using-instances';
import {
  configurationReferences,
  groupReferences,
  pinnedVersions,
  templateReferences,
} from '../../core/reference/launch-sources';
import {
  distinctReferences,
  runReferences,
  type ImageReference,
  type ReferenceKind,
  type UnreadReferences,
} from '../../core/model/reference';
import { registeredReferences, type RegisteredReference } from '../../core/reference/registered';
import { readAccountUsage } from './read-account-usage';

// Up to this number, one query for each image costs no more than the list.
const fewImages = 5;

/** The references to images of a region, and the kinds that could not be read. */
export interface ReadReferences {
  references: ImageReference[];
  unread: UnreadReferences[];
}

/**
 * Returns the references to images of one region. A cleanup must keep referenced images and images whose references
 * could not be read. `templateVersions` is the number of newest versions of each launch template that count, besides
 * the default version and those that a group names. `shared` are images that others could launch before they were
 * disabled.
 */
export async function readReferences(
  region: string,
  amiIds: readonly string[],
  options: { templateVersions: number; now: Date; shared?: ReadonlySet<string> },
): Promise<ReadReferences> {
  if (amiIds.length === 0) return { references: [], unread: [] };
  const unread: UnreadReferences[] = [];
  const ask = async <Answer>(kinds: ReferenceKind[], question: Promise<Answer>): Promise<Answer | undefined> => {
    try {
      return await question;
    } catch (error) {
      unread.push(...kinds.map((kind) => ({ region, kind, reason: messageOf(error) })));
      return undefined;
    }
  };
  const [instances, known, current, groups, configurations, runs, registered, accounts] = await Promise.all([
    ask(['instance'], usingInstances(region, amiIds)),
    ask(
      ['launch-template', 'ssm-parameter', 'image-builder-recipe'],
      describeImageReferences(region, amiIds, options.templateVersions),
    ),
    ask(['launch-template', 'auto-scaling-group'], currentTemplateVersions(region)),
    ask(['auto-scaling-group'], autoScalingGroups(region)),
    ask(['launch-configuration', 'auto-scaling-group'], launchConfigurations(region)),
    ask(['build'], listRunningRuns(['build', 'test', 'replicate'])),
    ask(['registered'], readRegistered(region, amiIds)),
    ask(['account'], readAccountUsage(region, amiIds, options.now, options.shared)),
  ]);
  const pinned =
    groups && current && (await ask(['auto-scaling-group'], readPinned(region, pinnedVersions(groups, current))));
  const found = [
    ...(instances ?? []),
    ...(known ?? []),
    ...templateReferences(region, current ?? []),
    ...configurationReferences(region, configurations ?? []),
    ...groupReferences(region, groups ?? [], [...(current ?? []), ...(pinned ?? [])], configurations ?? []),
    ...runReferences(runs ?? []).filter((reference) => reference.region === region),
    ...registeredReferences(registered ?? [], options.now),
    ...(accounts?.references ?? []),
  ];
  return { references: distinctReferences(found, amiIds), unread: [...unread, ...(accounts?.unread ?? [])] };
}

async function readPinned(region: string, pinned: ReturnType<typeof pinnedVersions>) {
  const found = [];
  for (const { versions, ...template } of pinned) found.push(...(await templateVersions(region, template, versions)));
  return found;
}

/**
 * Returns the registered references of images. Reads few images one by one and consistently, and many by their region's
 * index, which is a moment behind.
 */
async function readRegistered(region: string, amiIds: readonly string[]): Promise<RegisteredReference[]> {
  if (amiIds.length > fewImages) return allRegisteredReferences(region);
  return (await Promise.all(amiIds.map((id) => registeredReferencesOf(region, id)))).flat();
}
