import { chooseInstance } from '../../../core/instance/name';
import { tagKeys } from '../../../core/tags';
import type { InstanceAnswer } from '../../client/answers';
import type { Invocation } from '../../framework/command';
import type { Context } from '../../framework/context';
import { CommandFailure, exitCodes } from '../../framework/failure';
import { renderInstance } from '../../render/instances';
import { writeResult } from '../../render/layout/output';
import { splitTag } from '../../framework/values';
import { poll } from '../../workflow/wait';

/** The conditions of an instance that the command can wait for. */
export const instanceConditions = ['running', 'ready', 'stopped', 'terminated'] as const;
export type InstanceCondition = (typeof instanceConditions)[number];

const gone = ['shutting-down', 'terminated'];

/** Waits until an instance has a tag. Exit code 4 if it terminates first. */
export async function waitForTag(
  invocation: Invocation,
  context: Context,
  name: string,
  text: string,
): Promise<number> {
  const [key, value] = splitTag('for-tag', text);
  return waitUntil(invocation, context, name, {
    flag: `--for-tag ${text}`,
    what: `tag ${text} on ${name}`,
    never: `will not get the tag ${text}`,
    lost: gone,
    is: ({ tags }) => tags[key] === value,
  });
}

/** Waits until an instance is in a state, or ready. Exit code 4 if it terminates first. */
export async function waitForInstance(
  invocation: Invocation,
  context: Context,
  name: string,
  condition: InstanceCondition,
): Promise<number> {
  if (condition === 'ready') return waitForTag(invocation, context, name, `${tagKeys.buildComplete}=true`);
  return waitUntil(invocation, context, name, {
    flag: `--for ${condition}`,
    what: `${name} to be ${condition}`,
    never: `will not reach the state ${condition}`,
    lost: condition === 'terminated' ? [] : gone,
    orGone: condition === 'terminated',
    is: ({ state }) => state === condition,
  });
}

interface Goal {
  /** The flag that requests it. */
  flag: string;
  what: string;
  never: string;
  /** States from which the goal cannot be reached. */
  lost: readonly string[];
  /** Whether a name may refer to a terminated instance. */
  orGone?: boolean;
  is(instance: InstanceAnswer): boolean;
}

async function waitUntil(
  { flags }: Invocation,
  context: Context,
  name: string,
  { flag, what, never, lost, orGone, is }: Goal,
): Promise<number> {
  const api = await context.api();
  // After the first answer the id replaces the name, so that an instance which terminates meanwhile is still
  // found.
  let meant = name;
  const read = async (): Promise<InstanceAnswer> => {
    const { instances } = await api.get<{ instances: InstanceAnswer[] }>('/v1/instances', {
      name: meant,
      region: flags.text('region'),
    });
    const instance = chooseInstance(instances, meant, orGone);
    meant = instance.instance_id;
    return instance;
  };
  const instance = await poll(
    context,
    {
      what,
      state: ({ state }) => state,
      remains: ({ state }) => `the instance is still ${state}`,
      again: `spawn wait ${name} ${flag}`,
      timeout: flags.number('timeout'),
    },
    read,
    (found) => is(found) || lost.includes(found.state),
  );
  if (!is(instance))
    throw new CommandFailure(`${instance.instance_id} is ${instance.state} and ${never}`, exitCodes.refused);
  await writeResult(context, instance, () => renderInstance(instance, context.styles));
  return exitCodes.done;
}
