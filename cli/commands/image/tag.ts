import type { TagChange } from '../../client/answers';
import { writeChange } from '../../workflow/change';
import type { CommandSpec } from '../../framework/command';
import { usageError } from '../../framework/failure';
import { collectTags, tagValue } from '../../framework/values';
import { tagMany } from './tag-many';

/** Tags a managed image and its copies, or brings an image made elsewhere under management. */
export const tagAmi: CommandSpec = {
  names: ['tag-ami', 'ami tag'],
  summary: 'Tag an image, or bring one under management',
  details:
    'An image made by hand, by Packer or by Image Builder comes under management: architecture, GPU, size and base are derived from EC2 data. ' +
    'For an image that is already under management, the tags change on its copies in all regions and on their snapshots.',
  arguments: [
    { name: 'ami', description: 'id of the image, or name of a managed one; omit with a filter', optional: true },
  ],
  flags: [
    {
      name: 'tag',
      value: 'k=v',
      field: 'tags',
      description: 'tag to set, such as owner=team-ml; may be repeated',
      repeatable: true,
      parse: tagValue,
    },
    {
      name: 'remove-tag',
      value: 'key',
      field: 'remove_tags',
      description: 'tag to remove; may be repeated',
      repeatable: true,
    },
    { name: 'stack', value: 'stack', description: 'stack of the image, such as pytorch' },
    { name: 'version', value: 'version', description: 'version of the stack, such as 2.2.0' },
    { name: 'variant', value: 'label', description: 'label of the variant, such as cuda12' },
    { name: 'base', value: 'system', description: 'operating system of the base, such as al2023' },
    {
      name: 'filter-name',
      value: 'pattern',
      description: 'all images of this account whose name matches; * and ? are wildcards',
    },
    { name: 'filter-tag', value: 'k=v', description: 'all images of this account with this tag', parse: tagValue },
    {
      name: 'owner',
      value: 'owner',
      choices: ['self'],
      description: 'owner of the images to filter; only the owner can tag an image (default: self)',
    },
    { name: 'dry-run', description: 'with a filter: only list the images' },
    {
      name: 'region',
      value: 'region',
      description:
        'only the image or copy in this region (default: all regions; the home region for an unmanaged image)',
    },
  ],
  examples: [
    "spawn tag-ami --filter-name 'old-*' --tag stack=pytorch --tag version=2.1.0 --dry-run",
    'spawn tag-ami ami-0123456789abcdef0 --stack pytorch --version 2.2.0 --tag owner=team-ml',
    'spawn ami tag ami-0123456789abcdef0 --tag env=prod --remove-tag draft',
  ],
  run: async ({ arguments: [id], flags }, context) => {
    const tags = collectTags('tag', flags.list('tag'));
    const removed = flags.list('remove-tag');
    for (const name of ['stack', 'version', 'base']) {
      if (flags.text(name) !== undefined && tags[name] !== undefined)
        throw usageError(`--${name} and --tag ${name}=… set the same tag: use only one`);
    }
    const wanted = {
      tags,
      ...(removed.length > 0 && { remove_tags: removed }),
      stack: flags.text('stack'),
      version: flags.text('version'),
      variant: flags.text('variant'),
      base: flags.text('base'),
    };
    const isFiltered = flags.text('filter-name') !== undefined || flags.text('filter-tag') !== undefined;
    if ((id !== undefined) === isFiltered) throw usageError('name one image, or use --filter-name or --filter-tag');
    if (isFiltered) return tagMany(context, flags, wanted);
    if (flags.on('dry-run')) throw usageError('--dry-run requires --filter-name or --filter-tag');
    const api = await context.api();
    const { body } = await api.post<TagChange>(`/v1/images/${encodeURIComponent(id ?? '')}/tags`, {
      ...wanted,
      region: flags.text('region'),
    });
    const changed = body.adopted ? 'now under management' : 'tagged';
    return writeChange(context, body, { changed, same: 'already has these tags' }, { adopted: body.adopted });
  },
};
