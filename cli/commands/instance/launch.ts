import type { InstanceAnswer } from '../../../core/api/contract/instance';
import { tagKeys } from '../../../core/tags';
import type { LaunchAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { exitCodes, usageError } from '../../framework/failure';
import { defaultLockFile } from '../../workflow/lock-file';
import { lockReason, lockWarnings, takeLocked } from '../../workflow/lock';
import { renderInstance, renderInstances } from '../../render/instances';
import { writeResult } from '../../render/layout/output';
import { collectTags, countValue, durationValue, readValue, tagValue } from '../../framework/values';
import { followRun, reportEnd } from '../../workflow/wait';

/**
 * Launches an instance or a job array from an image that is named, selected by stack and version, or the
 * newest Amazon Linux 2023.
 */
export const launch: CommandSpec = {
  names: ['launch'],
  summary: 'Launch an instance or a job array from an image',
  details:
    'The image is selected by its id or name, or by stack and version. Prints the selected image and the reason on stderr. Architecture and GPU follow from the instance type. With --count, all instances are launched or none. They are ' +
    'named NAME-0, NAME-1, …; more than five are launched by an operation that the command waits for. --command has JOB_ARRAY_INDEX (from 0), JOB_ARRAY_SIZE and JOB_ARRAY_NAME in its environment and writes to /var/log/spawn-job.log.',
  arguments: [{ name: 'name', description: 'name of the instance', optional: true }],
  flags: [
    { name: 'name', value: 'name', description: 'name of the instance' },
    { name: 'instance-type', value: 'type', description: 'instance type, such as g5.xlarge', required: true },
    {
      name: 'ami',
      value: 'ami',
      description: 'id or name of the image, or `auto` for the newest Amazon Linux 2023 (default)',
    },
    {
      name: 'ami-stack',
      value: 'stack',
      field: 'stack',
      description: 'launch the newest image of this stack that fits the instance type and is not deprecated',
    },
    {
      name: 'ami-version',
      value: 'version',
      field: 'version',
      description: 'version or range of --ami-stack, such as 2.2 or ">=2.0, <3.0"',
    },
    {
      name: 'ami-channel',
      value: 'channel',
      field: 'channel',
      description: 'launch the image that this channel of --ami-stack points to, such as stable',
    },
    {
      name: 'lock',
      value: 'file',
      bare: defaultLockFile,
      description: `launch the image locked for --ami-stack in this file (see spawn resolve --lock) if it fits the instance type; does not change the file (default: ${defaultLockFile})`,
    },
    {
      name: 'ttl',
      value: 'duration',
      description: 'terminate the instance after this time, such as 8h',
      parse: checkedDuration,
    },
    { name: 'user-data', value: '@file', description: 'script for the first boot: @file, @- or the text itself' },
    {
      name: 'tag',
      value: 'k=v',
      field: 'tags',
      description: 'tag of the instance; may be repeated',
      repeatable: true,
      parse: tagValue,
    },
    { name: 'spot', description: 'request a spot instance' },
    {
      name: 'volume-size',
      value: 'gib',
      field: 'volume_size_gb',
      description: 'size of the root volume in GiB (default: the size in the image)',
      parse: countValue,
    },
    {
      name: 'volume-initialization-rate',
      value: 'mib',
      description:
        'rate in MiB/s, 100 to 300, at which EBS initializes the root volume (default: the policy of the stack, or the measured rate)',
      parse: countValue,
    },
    {
      name: 'count',
      value: 'n',
      description: 'number of instances to launch as a job array, at most 50; the result is an array',
      parse: countValue,
    },
    {
      name: 'job-array-name',
      value: 'name',
      description: 'name of the job array (default: the name of the instances)',
    },
    {
      name: 'command',
      value: 'command',
      description: 'shell command to run once on each instance, after the user data',
    },
    { name: 'key-name', value: 'key', description: 'name of an EC2 key pair' },
  ],
  examples: [
    'spawn launch training-job --instance-type g5.xlarge --ami-stack pytorch --ami-version ">=2.0, <3.0" --ttl 8h',
    'spawn launch training-job --instance-type g5.xlarge --ami-stack pytorch --ami-channel stable',
    'spawn launch --instance-type m7i.large --name ami-builder --user-data @install.sh --ttl 1h -o json',
    'spawn launch --count 22 --job-array-name chr-processing --instance-type r7i.4xlarge --ami-stack genomics --ttl 12h --command "process-chr.sh \\$JOB_ARRAY_INDEX"',
  ],
  run: async ({ arguments: [positional], flags }, context) => {
    const [ami, stack, version, channel] = [
      flags.text('ami'),
      flags.text('ami-stack'),
      flags.text('ami-version'),
      flags.text('ami-channel'),
    ];
    if (positional !== undefined && flags.text('name') !== undefined && positional !== flags.text('name')) {
      throw usageError(`the names '${positional}' and '${flags.text('name')}' conflict: use only one`);
    }
    if (ami !== undefined && stack !== undefined)
      throw usageError('--ami and --ami-stack both select the image: use only one');
    if (version !== undefined && stack === undefined) throw usageError(`--ami-version ${version} requires --ami-stack`);
    if (channel !== undefined && stack === undefined) throw usageError(`--ami-channel ${channel} requires --ami-stack`);
    const file = flags.text('lock');
    if (file !== undefined && stack === undefined) throw usageError('--lock requires --ami-stack');
    const userData = flags.text('user-data');
    const tags = collectTags('tag', flags.list('tag'));
    const region = flags.text('region');
    const locked =
      file === undefined
        ? undefined
        : await takeLocked(context, file, {
            stack,
            version,
            channel,
            region,
            instance_type: flags.text('instance-type'),
          });
    const body = {
      name: positional ?? flags.text('name'),
      instance_type: flags.text('instance-type'),
      ...(locked ? { ami: locked.image.ami_id } : { ami: ami === 'auto' ? undefined : ami, stack, version, channel }),
      region: locked?.image.region ?? region,
      ttl: flags.text('ttl'),
      user_data: userData === undefined ? undefined : await readValue(context, 'user-data', userData),
      tags: Object.keys(tags).length === 0 ? undefined : tags,
      spot: flags.on('spot') || undefined,
      volume_size_gb: flags.number('volume-size'),
      volume_initialization_rate: flags.number('volume-initialization-rate'),
      key_name: flags.text('key-name'),
      count: flags.number('count'),
      job_array_name: flags.text('job-array-name'),
      command: flags.text('command'),
    };
    const { body: answer } = await (await context.api()).post<LaunchAnswer>('/v1/instances', body);
    const { instance, image, volume_initialization } = answer;
    const reason = locked ? lockReason(locked, file!) : answer.reason;
    const warnings = [...answer.warnings, ...(locked ? lockWarnings(locked) : [])];
    const { terminal, messages, styles } = context;
    if (image !== undefined)
      messages.note(
        image.name === undefined
          ? `image ${image.ami_id}: ${reason}`
          : `image ${image.name} (${image.ami_id}): ${withoutName(reason, image.name)}`,
      );
    if (volume_initialization)
      messages.note(
        `volume initialization ${volume_initialization.rate === undefined ? 'off' : `${volume_initialization.rate} MiB/s`}: ${volume_initialization.reason}`,
      );
    for (const warning of warnings) messages.warn(warning);
    const { instances, code, warnings: later } = await arrayOf(context, answer, body.region);
    for (const warning of later.filter((each) => !warnings.includes(each))) messages.warn(warning);
    const explanation = { image, reason, warnings, volume_initialization };
    // One instance is an object, whose `instance_id` scripts read; a count makes an array of such objects.
    if (instance !== undefined)
      return writeResult(context, { ...instance, ...explanation }, () => renderInstance(instance, styles));
    if (code !== exitCodes.done) return code;
    return writeResult(
      context,
      instances.map((each) => ({ ...each, ...explanation })),
      () => renderInstances(instances, context.now(), styles, terminal.width),
    );
  },
};

/**
 * Returns the instances of a job array, sorted by index. Waits for the operation that launches a large one, with
 * progress on stderr.
 */
async function arrayOf(
  context: Context,
  answer: LaunchAnswer,
  region: string | undefined,
): Promise<{ instances: InstanceAnswer[]; warnings: string[]; code: number }> {
  const { operation_id: id, instances = [] } = answer;
  if (id === undefined) return { instances, warnings: [], code: exitCodes.done };
  const run = await followRun(context, id);
  const code = reportEnd(context, run);
  if (code !== exitCodes.done) return { instances, warnings: [], code };
  const api = await context.api();
  const { instances: found } = await api.get<{ instances: InstanceAnswer[] }>('/v1/instances', {
    tag: `${tagKeys.buildId}=${id}`,
    region,
  });
  const indexOf = ({ tags }: InstanceAnswer): number => Number(tags[tagKeys.jobArrayIndex]);
  return { instances: found.sort((one, other) => indexOf(one) - indexOf(other)), warnings: run.warnings ?? [], code };
}

/** Returns the reason for an image without the name at its start, which stands before it already. */
function withoutName(reason: string, name: string): string {
  return reason.startsWith(`${name}: `) ? reason.slice(name.length + 2) : reason;
}

function checkedDuration(text: string): string {
  durationValue(text);
  return text;
}
