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

/** What an instance can be waited for. */
export const instanceConditions = ['running', 'ready', 'stopped', 'terminated'] as const;
export type InstanceCondition = (typeof instanceConditions)[number];

const gone = ['shutting-down', 'terminated'];

/** Waits until an instance has a tag. Exit code 4 when it is gone before. */
export async function waitForTag(
  invocation: Invocation,
  context: Context,
  name: string,
  text: string,
): Promise<number> {
  const [key, value] = splitTag('for-tag', text);
  return waitUntil(invocation, context, name, {
    wish: `--for-tag ${text}`,
    what: `the tag ${text} of ${name}`,
    never: `never got the tag ${text}`,
    lost: gone,
    is: ({ tags }) => tags[key] === value,
  });
}

/** Waits until an instance is in a state, or ready. Exit code 4 when it is gone before. */
export async function waitForInstance(
  invocation: Invocation,
  context: Context,
  name: string,
  condition: InstanceCondition,
): Promise<number> {
  if (condition === 'ready') return waitForTag(invocation, context, name, `${tagKeys.buildComplete}=true`);
  return waitUntil(invocation, context, name, {
    wish: `--for ${condition}`,
    what: `${name} to be ${condition}`,
    never: `will not be ${condition}`,
    lost: condition === 'terminated' ? [] : gone,
    orGone: condition === 'terminated',
    is: ({ state }) => state === condition,
  });
}

interface Wish {
  /** The flag that says it. */
  wish: string;
  what: string;
  never: string;
  /** States from which it cannot come any more. */
  lost: readonly string[];
  /** Whether a name may be that of one that is gone. */
  orGone?: boolean;
  is(instance: InstanceAnswer): boolean;
}

async function waitUntil(
  { flags }: Invocation,
  context: Context,
  name: string,
  { wish, what, never, lost, orGone, is }: Wish,
): Promise<number> {
  const api = await context.api();
  // Once a name is resolved the id is asked for, so that an instance which ends meanwhile is still the one that is
  // meant.
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
    { what, again: `spawn wait ${name} ${wish}`, timeout: flags.number('timeout') },
    read,
    (found) => is(found) || lost.includes(found.state),
  );
  if (!is(instance))
    throw new CommandFailure(`${instance.instance_id} is ${instance.state} and ${never}`, exitCodes.refused);
  await writeResult(context, instance, () => renderInstance(instance, context.styles));
  return exitCodes.done;
}
