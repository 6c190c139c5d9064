import type { InstanceAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { confirm, declined } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';

/** Terminates an instance. */
export const terminate: CommandSpec = {
  names: ['terminate'],
  summary: 'Terminate an instance',
  arguments: [{ name: 'instance', description: 'id or name of the instance' }],
  flags: [],
  destructive: true,
  examples: ['spawn terminate ami-builder', 'spawn terminate i-0123456789abcdef0 --yes'],
  run: async ({ arguments: [instance = ''], flags }, context) => {
    const region = flags.text('region');
    if (
      !(await confirm(
        context,
        `Terminate ${instance}${region === undefined ? '' : ` in ${region}`} and delete its volumes?`,
      ))
    )
      return declined;
    const answer = await (
      await context.api()
    ).remove<InstanceAnswer>(`/v1/instances/${encodeURIComponent(instance)}`, { region });
    await writeResult(context, answer, () => `${answer.instance_id ?? instance} is being terminated\n`);
    return exitCodes.done;
  },
};
