import type { ReferenceChangeAnswer, RegisteredAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderReferenceChange, renderRegistered } from '../../render/registered';
import { timeValue } from '../../framework/values';

const imageArgument = { name: 'ami', description: 'id of the image (ami-…)' };
const regionFlag = {
  name: 'region',
  value: 'region',
  description: 'only the image or copy in this region (default: all regions)',
};
const nameFlag = { name: 'name', value: 'name', description: 'what uses it, such as ci-profile', required: true };

/** Registers a use of an image that AWS knows nothing of. */
export const addReference: CommandSpec = {
  names: ['ami reference add'],
  summary: 'Register that something outside AWS uses an image and its copies',
  details: 'As long as it stands, no cleanup removes them. A reference of the same name is replaced.',
  arguments: [imageArgument],
  flags: [
    nameFlag,
    { name: 'url', value: 'url', description: 'where to read more' },
    {
      name: 'until',
      value: 'date',
      description: 'when it ends, such as 2026-03-01 (default: never)',
      parse: timeValue,
    },
    { name: 'reason', value: 'text', description: 'why, in at most 256 characters' },
    regionFlag,
  ],
  examples: [
    'spawn ami reference add ami-0123456789abcdef0 --name ci-profile --url https://ci.example.com/profiles/7 --until 2026-12-31',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const request = {
      name: flags.text('name'),
      url: flags.text('url'),
      until: flags.text('until'),
      reason: flags.text('reason'),
      region: flags.text('region'),
    };
    const { body } = await (
      await context.api()
    ).post<ReferenceChangeAnswer>(`/v1/images/${encodeURIComponent(id)}/references`, request);
    await writeResult(context, body, () => renderReferenceChange(body, 'used by'));
  },
};

/** Lists what was registered. */
export const listReferences: CommandSpec = {
  names: ['ami reference list'],
  summary: 'List registered references of an image and its copies, or of all images',
  arguments: [{ ...imageArgument, optional: true }],
  flags: [{ ...regionFlag, description: 'only images of this region (default: all regions)' }],
  examples: ['spawn ami reference list', 'spawn ami reference list ami-0123456789abcdef0 -o json'],
  run: async ({ arguments: [ami], flags }, context) => {
    const { references } = await (
      await context.api()
    ).get<RegisteredAnswer>('/v1/references', { ami, region: flags.text('region') });
    await writeResult(context, references, () => renderRegistered(references, context.styles, context.terminal.width));
  },
};

/** Takes a registered reference back. */
export const removeReference: CommandSpec = {
  names: ['ami reference remove'],
  summary: 'Take a registered reference off an image and its copies',
  arguments: [imageArgument],
  flags: [nameFlag, regionFlag],
  examples: ['spawn ami reference remove ami-0123456789abcdef0 --name ci-profile'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const path = `/v1/images/${encodeURIComponent(id)}/references/${encodeURIComponent(flags.text('name') ?? '')}`;
    const answer = await (await context.api()).remove<ReferenceChangeAnswer>(path, { region: flags.text('region') });
    await writeResult(context, answer, () => renderReferenceChange(answer, 'not used any more by'));
  },
};
