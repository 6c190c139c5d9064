import type { ResolveAnswer } from '../answers';
import type { CommandSpec } from '../command';
import { usageError } from '../failure';
import { renderCandidates } from '../render/candidates';
import { imageFields } from '../render/images';
import { writeResult } from '../render/output';

/** Says which image a launch would take, and with --explain why each other one not. */
export const resolve: CommandSpec = {
  names: ['resolve', 'ami resolve'],
  summary: 'Say which image of a stack a launch would take, and why',
  details: 'Prints the id of the image. The newest that fits is taken: published, available and not deprecated. A pre-release only if it is asked for.',
  arguments: [{ name: 'stack', description: 'stack, or stack@range such as pytorch@2.x' }],
  flags: [
    { name: 'version', value: 'version', description: 'version or range, such as 2.2, ~2.2, ^2, 2.x or ">=2.0, <3.0"' },
    { name: 'instance-type', value: 'type', description: 'type to launch on; tells architecture and GPU' },
    { name: 'arch', value: 'arch', choices: ['x86_64', 'arm64'], description: 'architecture' },
    { name: 'gpu', value: 'bool', choices: ['true', 'false'], description: 'with, or without, GPU support' },
    { name: 'variant', value: 'variant', description: 'variant, such as cuda12-x86_64' },
    { name: 'channel', value: 'channel', description: 'what this channel points to, such as stable' },
    { name: 'explain', description: 'every candidate, taken or not, and why' },
  ],
  examples: ['spawn resolve pytorch@2.x --instance-type g5.xlarge', 'spawn resolve pytorch --version ">=2.0, <3.0" --explain', 'spawn ami resolve pytorch --channel stable --region eu-west-1'],
  run: async ({ arguments: [asked = ''], flags }, context) => {
    const at = asked.indexOf('@');
    const [stack, range] = at < 0 ? [asked, undefined] : [asked.slice(0, at), asked.slice(at + 1)];
    const version = flags.text('version');
    if (range !== undefined && version !== undefined) throw usageError(`'${asked}' and --version ${version} both say the version: give one of them`);
    const answer = await (await context.api()).get<ResolveAnswer>('/v1/images/resolve', {
      stack,
      version: range ?? version,
      instance_type: flags.text('instance-type'),
      arch: flags.text('arch'),
      gpu: flags.text('gpu'),
      variant: flags.text('variant'),
      channel: flags.text('channel'),
      region: flags.text('region'),
    });
    const { image, reason, candidates } = answer;
    const explain = flags.on('explain');
    await writeResult(context, { ...imageFields(image), reason, ...(explain && { candidates }) }, () => (explain ? renderCandidates(answer, context.styles, context.terminal.width) : `${image.ami_id}\n`));
    if (!explain && context.format === 'table') context.terminal.err(`${reason}\n`);
  },
};
