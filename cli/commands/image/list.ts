import { listAll } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import { collectTags, tagValue } from '../../framework/values';
import { imageFields, renderImages, type ShownImage } from '../../render/images';
import { writeResult } from '../../render/layout/output';
import { tellHidden, tellWhereImagesAre, type Hidden } from '../../workflow/hidden-images';

/** Lists images of the catalog. */
export const listAmis: CommandSpec = {
  names: ['list-amis', 'ami list'],
  summary: 'List images',
  details:
    'Without --sort-by the newest image comes first, and images that are still being created (pending) come last. Deprecated and revoked images are hidden unless their flag is given.',
  arguments: [],
  flags: [
    { name: 'stack', value: 'stack', description: 'only images of this stack' },
    { name: 'version', value: 'version', description: 'only this version or range, such as 2.2 or ">=2.0, <3.0"' },
    { name: 'arch', value: 'arch', choices: ['x86_64', 'arm64'], description: 'only images of this architecture' },
    {
      name: 'gpu',
      value: 'bool',
      choices: ['true', 'false'],
      description: 'only images with, or without, GPU support',
    },
    {
      name: 'name',
      value: 'pattern',
      description: 'only images whose name matches; `*` stands for any characters, `?` for one',
    },
    {
      name: 'tag',
      value: 'k=v',
      repeatable: true,
      field: 'tags',
      parse: tagValue,
      description: 'only images with this tag, exactly as it is written (repeatable: all must match)',
    },
    { name: 'deprecated', description: 'include deprecated images' },
    { name: 'revoked', description: 'include revoked images' },
    {
      name: 'outdated',
      description:
        'only images that are out of date by their recorded health: their base has a newer version or is gone, or an image that they were built on is deprecated or revoked',
    },
    { name: 'latest', description: 'only the newest image of each stack and variant' },
    { name: 'channel', value: 'channel', description: 'only images that this channel points to, such as stable' },
    {
      name: 'account',
      value: 'account',
      description:
        'images of this member account, or `all`; in member accounts, includes images that spawn does not manage (default: the home account)',
    },
    { name: 'region', value: 'region', description: 'images of this region, or `all` (default: the home region)' },
    {
      name: 'sort-by',
      value: 'key',
      choices: ['size', 'age', 'name', 'version'],
      description: 'key to sort by, ascending (default: newest first)',
    },
    { name: 'reverse', description: 'reverse the order: descending with --sort-by, oldest first without it' },
    {
      name: 'wide',
      description:
        'show all columns, also CUDA, SNAPS, READY and LAUNCHED (time since the last launch; EC2 reports it up to 24 hours late), whatever the width of the terminal',
    },
  ],
  examples: [
    'spawn list-amis',
    'spawn list-amis --stack pytorch --latest --json',
    'spawn list-amis --stack webapp --version 1.2.0 --region eu-west-1 --json',
    "spawn list-amis --name 'webapp-1.*' --tag team=ml --tag env=prod",
    'spawn list-amis --account all --region all',
    'spawn list-amis --sort-by size --reverse',
  ],
  run: async ({ flags }, context) => {
    const tags = flags.list('tag');
    const asked = {
      stack: flags.text('stack'),
      version: flags.text('version'),
      arch: flags.text('arch'),
      gpu: flags.text('gpu'),
      name: flags.text('name'),
      tags: tags.length > 0 ? JSON.stringify(collectTags('tag', tags)) : undefined,
      deprecated: flags.on('deprecated') || undefined,
      revoked: flags.on('revoked') || undefined,
      pending: true,
      outdated: flags.on('outdated') || undefined,
      latest: flags.on('latest') || undefined,
      channel: flags.text('channel'),
      account: flags.text('account'),
      region: flags.text('region'),
      sort_by: flags.text('sort-by'),
      reverse: flags.on('reverse') || undefined,
    };
    const hidden: Hidden = { deprecated: 0, revoked: 0 };
    const found = await listAll<ShownImage>(
      await context.api(),
      '/v1/images',
      'images',
      asked,
      Infinity,
      ({ hidden: left }) => {
        const { deprecated, revoked } = (left ?? { deprecated: 0, revoked: 0 }) as Hidden;
        hidden.deprecated += deprecated;
        hidden.revoked += revoked;
      },
    );
    const images = flags.text('sort-by') === undefined ? pendingLast(found) : found;
    const { styles, emoji, terminal } = context;
    await writeResult(context, images.map(imageFields), () =>
      renderImages(images, {
        now: context.now(),
        styles,
        emoji,
        width: terminal.width,
        wide: flags.on('wide'),
        regions: flags.text('region') === 'all',
        accounts: flags.text('account') !== undefined,
      }),
    );
    tellHidden(context, hidden);
    const isExplained = hidden.deprecated + hidden.revoked > 0 || asked.account !== undefined;
    if (images.length === 0 && !isExplained && context.format === 'table') {
      const { stack: _, region: _region, pending: _pending, ...others } = asked;
      await tellWhereImagesAre(
        context,
        asked,
        Object.values(others).some((value) => value !== undefined),
      );
    }
  },
};

// Scripts take the first image: one that is still being created could not be used.
function pendingLast(images: readonly ShownImage[]): ShownImage[] {
  return [...images].sort((left, right) => Number(left.state === 'pending') - Number(right.state === 'pending'));
}
