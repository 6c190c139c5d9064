import { tagKeys } from '../../../core/tags';
import type { Image } from '../../../core/model/image';
import type { CreateAnswer, RunAnswer } from '../../client/answers';
import type { Api } from '../../framework/api';
import { ApiError } from '../../framework/problem';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { exitCodes, usageError } from '../../framework/failure';
import type { Flags } from '../../framework/flags';
import { renderDetails } from '../../render/layout/details';
import { writeResult } from '../../render/layout/output';
import { collectTags, durationValue, readScript, tagValue } from '../../framework/values';
import { withReleaseTags } from '../../workflow/release-tags';
import { whileWorking } from '../../workflow/progress/status';
import { followRun, poll, reportEnd, runPath } from '../../workflow/wait';

const waiverForm = 'what=reason, such as unsearched="a clean build server"';

/** Creates an image from an instance. Waits until EC2 has assigned the id, with --wait until it is available. */
export const createAmi: CommandSpec = {
  names: ['create-ami', 'ami create'],
  summary: 'Create an image from a running or stopped instance',
  details:
    'The instance is searched first. If it contains private keys, credentials, tokens or other secrets, they are listed and no image is created. Data of a running instance ' +
    '(host keys, authorized keys, machine id, cloud-init, agent) causes a warning; remove it with --cleanup-script. An instance on which user data still runs is refused, unless --force is given. An instance that cannot be searched because it is ' +
    'stopped or has no agent requires --waive unsearched="reason". The file systems of a running instance are frozen until the snapshots have started, for at most a minute. If they cannot be frozen, a warning is printed and the image has the tag ' +
    `${tagKeys.consistency}=crash. ` +
    'Without --tag stack and --tag version they are taken from a name such as webapp-v1.2.0 or pytorch-2.2-cuda12-20260114, which is printed; otherwise a warning is printed.',
  arguments: [{ name: 'instance', description: 'id or name of the instance' }],
  flags: [
    { name: 'name', value: 'name', description: 'name of the image', required: true },
    { name: 'description', value: 'text', description: 'description (default: Created from <instance-id> by spawn)' },
    {
      name: 'tag',
      value: 'k=v',
      field: 'tags',
      description: 'tag of the image, such as stack=pytorch; may be repeated',
      repeatable: true,
      parse: tagValue,
    },
    { name: 'reboot', description: 'reboot the instance for a consistent image (default: freeze its file systems)' },
    {
      name: 'stop',
      description:
        'stop the instance for a consistent image and start it again; data of instance store volumes is lost',
    },
    {
      name: 'no-freeze',
      description: 'do not freeze the file systems; the image of a running instance is crash-consistent',
    },
    {
      name: 'imds',
      value: 'choice',
      description:
        'whether instances of the image require IMDSv2, which cannot be undone (default: as the instance does)',
      choices: ['required', 'optional'],
    },
    {
      name: 'exclude-volume',
      value: 'device',
      field: 'volumes',
      description: 'volume of the instance to leave out of the image, such as /dev/sdf; may be repeated',
      repeatable: true,
    },
    {
      name: 'delete-on-termination',
      value: 'device=yes|no',
      field: 'volumes',
      description: 'whether a volume is deleted with an instance of the image; may be repeated',
      repeatable: true,
    },
    {
      name: 'cleanup-script',
      value: '@file',
      description: 'script to run on the instance before the image is created',
    },
    {
      name: 'waive',
      value: 'what=reason',
      field: 'waivers',
      description:
        'exception, with a reason that is recorded in the history: unsearched (the instance cannot be searched), a path or glob that is not a secret, or an item such as cloud-credentials; may be repeated',
      repeatable: true,
    },
    { name: 'force', description: 'go on while user data still runs on the instance (default: refuse)' },
    { name: 'wait', description: 'wait until the image is available; exit code 5 if --timeout expires' },
    {
      name: 'timeout',
      value: 'duration',
      description: 'maximum time to wait, such as 2h (default: 1d)',
      parse: durationValue,
    },
  ],
  examples: [
    'spawn create-ami ami-builder --name pytorch-2.2-cpu --tag stack=pytorch --tag version=2.2',
    'spawn create-ami ami-builder --name my-stack --cleanup-script @cleanup.sh --wait',
    'spawn create-ami i-0123456789abcdef0 --name from-a-stopped-one --waive unsearched="a clean build server"',
  ],
  run: async ({ arguments: [instance = ''], flags }, context) => {
    const tags = withReleaseTags(context, flags.text('name') ?? '', collectTags('tag', flags.list('tag')));
    const script = await readScript(context, 'cleanup-script', flags.text('cleanup-script'));
    const waivers = Object.entries(collectTags('waive', flags.list('waive'), waiverForm)).map(([what, reason]) => ({
      what,
      reason,
    }));
    const volumes = volumesOf(flags);
    const api = await context.api();
    const request = {
      instance,
      name: flags.text('name'),
      description: flags.text('description'),
      tags,
      reboot: flags.on('reboot'),
      stop: flags.on('stop') || undefined,
      freeze: flags.on('no-freeze') ? false : undefined,
      imds: flags.text('imds'),
      volumes: volumes.length === 0 ? undefined : volumes,
      cleanup_script: script,
      force: flags.on('force') || undefined,
      waivers: waivers.length === 0 ? undefined : waivers,
      region: flags.text('region'),
    };
    const { body: answer } = await whileWorking(context, 'checking the instance', () =>
      api.post<CreateAnswer>('/v1/images', request),
    );
    for (const warning of answer.warnings ?? []) context.messages.warn(warning);
    const timeout = flags.number('timeout');
    const run = flags.on('wait')
      ? await followRun(context, answer.operation_id, { timeout })
      : await untilKnown(context, api, answer, timeout);
    for (const warning of run?.warnings ?? []) context.messages.warn(warning);
    const amiId = run?.ami_id ?? answer.ami_id;
    if (run !== undefined && run.status !== 'running' && run.status !== 'succeeded') return reportEnd(context, run);
    if (!flags.on('wait'))
      context.messages.note(`The image is not available yet. To wait for it: spawn wait ${answer.operation_id}`);
    const result = {
      ...fieldsOf(answer, run, await imageOf(api, amiId, run?.region ?? answer.region)),
      operation_id: answer.operation_id,
    };
    await writeResult(context, { ...result, tags: result.tags ?? tags }, () =>
      renderDetails(
        [
          ['AMI ID', result.ami_id],
          ['Name', result.name],
          ['State', result.state],
          ['Region', result.region],
        ],
        context.styles,
      ),
    );
    return exitCodes.done;
  },
};

function volumesOf(flags: Flags) {
  const deletion = collectTags('delete-on-termination', flags.list('delete-on-termination'), '/dev/sdf=yes');
  return [
    ...flags.list('exclude-volume').map((device) => ({ device, exclude: true })),
    ...Object.entries(deletion).map(([device, answer]) => {
      if (answer !== 'yes' && answer !== 'no')
        throw usageError(`--delete-on-termination ${device}=${answer} is not valid: use yes or no`);
      return { device, delete_on_termination: answer === 'yes' };
    }),
  ];
}

/** Waits until EC2 has assigned the image's id; returns undefined when the answer already has it. */
async function untilKnown(
  context: Context,
  api: Api,
  answer: CreateAnswer,
  timeout?: number,
): Promise<RunAnswer | undefined> {
  if (answer.ami_id !== undefined) return undefined;
  const id = answer.operation_id;
  return poll(
    context,
    { what: `${id} to get the id of its image`, state: stageOf, again: `spawn wait ${id}`, timeout },
    () => api.get<RunAnswer>(runPath(id)),
    (run) => run.ami_id !== undefined || run.status !== 'running',
  );
}

function stageOf({ stages }: RunAnswer): string | undefined {
  const stage = stages.at(-1);
  return stage && [stage.name, stage.detail].filter(Boolean).join(' ');
}

// The catalog may not know the image before it is available.
async function imageOf(api: Api, id: string | undefined, region: string | undefined): Promise<Image | undefined> {
  if (id === undefined) return undefined;
  try {
    return await api.get<Image>(`/v1/images/${encodeURIComponent(id)}`, { region });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

function fieldsOf(answer: CreateAnswer, run: RunAnswer | undefined, image: Image | undefined) {
  return {
    ami_id: image?.ami_id ?? run?.ami_id ?? answer.ami_id,
    name: image?.name ?? run?.image_name ?? answer.name,
    state: image?.state ?? answer.state ?? 'pending',
    source_instance_id: answer.source_instance_id ?? run?.instance_id ?? image?.tags[tagKeys.createdFrom],
    region: image?.region ?? run?.region ?? answer.region,
    architecture: image?.architecture ?? answer.architecture,
    tags: image?.tags ?? answer.tags,
  };
}
