import type { Image } from '../../core/image';
import { chooseInstance } from '../../core/instance-name';
import { tagKeys } from '../../core/tags';
import type { InstanceAnswer } from '../answers';
import type { CommandSpec, Invocation } from '../command';
import type { Context } from '../context';
import { CommandFailure, exitCodes, usageError } from '../failure';
import { imageFields, statusOf } from '../render/images';
import { renderInstance } from '../render/instances';
import { writeResult } from '../render/output';
import { renderRun } from '../render/runs';
import { durationValue, splitTag, tagValue } from '../values';
import { followRun, poll, reportEnd } from '../waiting';

/** Waits for a build or operation to end, an image to be available, or an instance to get a tag. */
export const wait: CommandSpec = {
  names: ['wait'],
  summary: 'Wait for a build, an image, or a tag of an instance',
  details: 'Exit code 5 when --timeout runs out; 1 when the build or image failed; 4 when the instance is gone.',
  arguments: [{ name: 'what', description: 'build (bld-…), operation (op-…), image (ami-…), or id or name of an instance' }],
  flags: [
    { name: 'for-tag', value: 'k=v', description: `the tag that the instance gets, such as ${tagKeys.buildComplete}=true`, parse: tagValue },
    { name: 'timeout', value: 'duration', description: 'how long to wait, such as 30m (default: 1d)', parse: durationValue },
  ],
  examples: ['spawn wait bld-0mk3f2k1a7x2m9q4c', 'spawn wait ami-0123456789abcdef0 --timeout 2h', `spawn wait ami-builder --for-tag ${tagKeys.buildComplete}=true`],
  run: async (invocation, context) => {
    const [what = ''] = invocation.arguments;
    const tag = invocation.flags.text('for-tag');
    const form = /^(bld|op|ami)-/.exec(what)?.[1];
    if (tag !== undefined) return waitForTag(invocation, context, what, tag);
    if (form === 'ami' && /^ami-[0-9a-f]+$/.test(what)) return waitForImage(invocation, context, what);
    if (form === 'bld' || form === 'op') {
      const run = await followRun(context, what, invocation.flags.number('timeout'));
      await writeResult(context, run, () => renderRun(run, context.styles));
      return reportEnd(context, run);
    }
    throw usageError(`'${what}' is taken for an instance, and --for-tag says what to wait for: spawn wait ${what} --for-tag key=value`);
  },
};

async function waitForImage({ flags }: Invocation, context: Context, id: string): Promise<number> {
  const api = await context.api();
  const image = await poll(
    context,
    { what: id, again: `spawn wait ${id}`, timeout: flags.number('timeout') },
    () => api.get<Image>(`/v1/images/${encodeURIComponent(id)}`, { region: flags.text('region') }),
    ({ state }) => state !== 'pending' && state !== 'transient',
  );
  if (image.state !== 'available') {
    throw new CommandFailure(`${id} is ${image.state} and will not become available`, image.state === 'failed' ? exitCodes.failed : exitCodes.refused);
  }
  await writeResult(context, imageFields(image), () => `${id} is available${statusOf(image, context.emoji) === '' ? '' : `  ${statusOf(image, context.emoji)}`}\n`);
  return exitCodes.done;
}

async function waitForTag({ flags }: Invocation, context: Context, name: string, text: string): Promise<number> {
  const [key, value] = splitTag('for-tag', text);
  const api = await context.api();
  // Once a name is resolved the id is asked for, so that an instance which ends meanwhile is still the one that is meant.
  let meant = name;
  const read = async (): Promise<InstanceAnswer> => {
    const { instances } = await api.get<{ instances: InstanceAnswer[] }>('/v1/instances', { name: meant, region: flags.text('region') });
    const instance = chooseInstance(instances, meant);
    meant = instance.instance_id;
    return instance;
  };
  const over = (instance: InstanceAnswer): boolean => ['shutting-down', 'terminated'].includes(instance.state);
  const patience = { what: `the tag ${text} of ${name}`, again: `spawn wait ${name} --for-tag ${text}`, timeout: flags.number('timeout') };
  const instance = await poll(context, patience, read, (found) => found.tags[key] === value || over(found));
  if (instance.tags[key] !== value) {
    throw new CommandFailure(`${instance.instance_id} is ${instance.state} and never got the tag ${text}`, exitCodes.refused);
  }
  await writeResult(context, instance, () => renderInstance(instance, context.styles));
  return exitCodes.done;
}
