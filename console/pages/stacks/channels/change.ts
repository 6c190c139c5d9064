import type { AnswerOf, InputOf } from '../../../client/types';
import type { Status } from '../../../shared/status-of';
import type { Notification } from '../../../shared/notifications';
import type { ReleaseRow } from '../versions/releases';
import type { ChannelName } from './commands';

export type ShownChannel = AnswerOf<'listChannels'>['channels'][number];
type Change = AnswerOf<'promoteImage'>;

/** What is entered to promote an image. */
export interface PromotionForm {
  /** Id of the image. */
  image: string;
  channel: string;
  reason: string;
  untested: string;
}

/** Returns what is missing in the form. */
export function missingIn({ image, channel }: PromotionForm): string | undefined {
  if (channel.trim() === '') return 'Give the channel';
  return image === '' ? 'Choose a version' : undefined;
}

/** Returns the input of a promotion. */
export function promotionOf(form: PromotionForm, dry_run?: true): InputOf<'promoteImage'> {
  const { image, channel, reason, untested } = form;
  const reasons = { reason: reason.trim() || undefined, untested: untested.trim() || undefined };
  return { parameters: { id: image }, body: { channel: channel.trim(), ...reasons, dry_run } };
}

/** Returns the input of a rollback. */
export function rollbackOf(
  { stack, channel, variant }: ChannelName,
  reason: string,
  dry_run?: true,
): InputOf<'rollBackChannel'> {
  return { parameters: { channel }, body: { stack, variant, reason: reason.trim() || undefined, dry_run } };
}

/** Returns the versions that can be chosen, newest first. Revoked ones and those that are gone are left out. */
export function choicesOf(releases: readonly ReleaseRow[]): { value: string; label: string; description: string }[] {
  return releases
    .filter(({ status }) => status.type !== 'error')
    .map(({ image, version, variant, status, channels }) => ({
      value: image.ami_id,
      label: `${version} ${variant}`,
      description: [status.text, image.ami_id, channels.join(', ')].filter(Boolean).join(', '),
    }));
}

/** Returns whether launches by a channel get what they expect. */
export function statusOfChannel({ usable, unusable_regions }: ShownChannel): Status {
  if (!usable) return { type: 'error', text: 'No usable release' };
  return unusable_regions.length > 0
    ? { type: 'warning', text: `Deprecated in ${unusable_regions.join(', ')}` }
    : { type: 'success', text: 'Usable' };
}

/** Returns what a change does or has done, in sentences. */
export function sentencesOf({ changed, dry_run, channel, regions, rollout }: Change): string[] {
  const to = channel.version ?? channel.image_name;
  const name = `${channel.channel} of ${channel.variant}`;
  if (!changed) return [`${name} already points to ${to}`];
  const from = channel.from === undefined ? '' : ` (previously ${channel.from.version ?? channel.from.release})`;
  const templates = rollout?.templates ?? [];
  return [
    `${name} ${dry_run ? 'would point' : 'points'} to ${to}${from}`,
    `${dry_run ? 'Its parameter would be written' : 'Its parameter is written'} in ${regions.map(({ region }) => region).join(', ')}`,
    ...templates.map(({ template, region }) => `The launch template ${template} in ${region} follows it`),
  ];
}

/** Returns what to tell after a change: a warning names the regions whose parameter could not be written. */
export function outcomeOf(change: Change): Omit<Notification, 'id'> {
  const [header = '', ...others] = sentencesOf(change);
  const failed = change.regions.filter(({ status }) => status === 'failed');
  if (failed.length > 0)
    return {
      type: 'warning',
      header,
      content: failed.map(({ region, message }) => `${region}: ${message ?? 'failed'}`).join('. '),
    };
  return { type: change.changed ? 'success' : 'info', header, content: others.join('. ') || undefined };
}
