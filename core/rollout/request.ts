import { SpawnError } from '../errors';
import { sha256 } from '../lib/digest';
import { newIdPart } from '../lib/identifier';
import type { Channel } from '../channel/record';
import type { GroupRollout, TemplateRollout } from '../model/rollout';
import type { Run } from '../model/run';

/** The channel of a rollout as it was when it started. */
export type RolloutChannel = Pick<Channel, 'stack' | 'variant' | 'channel' | 'revision'>;

/** Returns the channel that a rollout carries out. */
export function channelOfRollout(run: Pick<Run, 'build_id' | 'request'>): RolloutChannel {
  const channel = run.request?.channel as RolloutChannel | undefined;
  if (channel) return channel;
  throw new SpawnError('InvalidStepInput', `${run.build_id} is not a rollout: start it again.`);
}

/** Returns the record of a template in a rollout. */
export function templateOfRollout(
  run: Pick<Run, 'build_id' | 'templates'>,
  { region, template_id }: { region: string; template_id: string },
): TemplateRollout {
  const found = run.templates?.find((each) => each.region === region && each.template_id === template_id);
  if (found) return found;
  throw new SpawnError('InvalidStepInput', `${run.build_id} has no launch template ${template_id} in ${region}.`);
}

/**
 * Returns the part of a rollout's id: the same for the same change of a channel and the same attempt, so that a
 * repeated request finds the rollout that it started.
 */
export function rolloutIdPart(channel: Channel, attempt: number): string {
  const text = [channel.stack, channel.variant, channel.channel, channel.revision, attempt].join('#');
  const bytes = Buffer.from(sha256(text), 'hex').values();
  return newIdPart(new Date(channel.at), () => Number(bytes.next().value) / 256);
}

/** Returns the templates of a run with one of them changed. */
export function withTemplate(
  templates: readonly TemplateRollout[] = [],
  change: Partial<TemplateRollout> & Pick<TemplateRollout, 'region' | 'template_id'>,
): TemplateRollout[] {
  return templates.map((each) =>
    each.region === change.region && each.template_id === change.template_id ? { ...each, ...change } : each,
  );
}

/** Returns what a change of a template's default version says in the history. */
export function templateChangeText(
  { name, template_id, region }: Pick<TemplateRollout, 'name' | 'template_id' | 'region'>,
  [from, to]: readonly [number | undefined, number],
  why: string,
): string {
  return `${name} (${template_id}) in ${region}: default version ${from ?? '-'} → ${to}, ${why}`;
}

/** Returns the record of a group in the record of a template. */
export function groupOfTemplate(template: TemplateRollout, name: string): GroupRollout {
  const found = template.groups.find((group) => group.name === name);
  if (found) return found;
  throw new SpawnError('InvalidStepInput', `${template.name} has no Auto Scaling group ${name}.`);
}
