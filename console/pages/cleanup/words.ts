import { pluralize } from '../../../core/lib/pluralize';
import { tagKeys } from '../../../core/tags';
import { flag } from '../../shared/command-text';
import type { CleanupAsked } from './new/plan-form';
import type { Entry } from './state';

/** The tag that keeps an image: its key and value as the command writes them. */
export const keepTag = { [tagKeys.keep]: 'true' };
export const keepTagText = `${tagKeys.keep}=true`;

/** Returns what a cleanup was asked for, in words. */
export function requestText(asked: CleanupAsked): string {
  if (asked.kind === 'policy') return 'Nightly, by the policies of the stacks';
  const { images, age_days, deprecated_only, stack, keep_latest, region, unmanaged, orphans } = asked;
  const tags = Object.entries(unmanaged?.tags ?? {}).map(([key, value]) => `${key}=${value}`);
  const parts = [
    images && `${pluralize(images.length, 'named image')}`,
    unmanaged && ['not managed', unmanaged.name, ...tags].filter(Boolean).join(' '),
    orphans && `snapshots without an image, '${orphans.description}'`,
    stack && `stack ${stack}`,
    age_days !== undefined && `older than ${pluralize(age_days, 'day')}`,
    deprecated_only && 'deprecated only',
    keep_latest !== undefined && `newest ${keep_latest} kept`,
    region && `in ${region}`,
  ].filter((part) => typeof part === 'string' && part !== '');
  return parts.length === 0 ? 'By the policies of the stacks' : parts.join(', ');
}

/** The words of the command that lists cleanups. */
export function listCommand(limit: number): string[] {
  return ['ami', 'cleanups', ...flag('--limit', limit)];
}

/** Returns the words of the command that shows a plan and changes nothing. */
export function showCommand(id: string): string[] {
  return ['cleanup-amis', '--plan', id, '--dry-run', '--all'];
}

/** Returns the words of the command that applies, continues or follows a plan. */
export function applyCommand(id: string, limit?: string): string[] {
  return ['cleanup-amis', '--plan', id, ...flag('--limit', limit)];
}

/** Returns the words of the command that keeps an image, with or without its copies. */
export function keepCommand({ id, region }: Pick<Entry, 'id' | 'region'>, copies: boolean): string[] {
  return ['tag-ami', id, '--tag', keepTagText, ...(copies ? [] : flag('--region', region))];
}

/** Returns the words of the command that takes a marked image back. */
export function restoreCommand({ id, region }: Pick<Entry, 'id' | 'region'>): string[] {
  return ['ami', 'restore', id, ...flag('--region', region)];
}

/** Returns the words of the command that brings a removed image back from the Recycle Bin. */
export function undeleteCommand({ id, region }: Pick<Entry, 'id' | 'region'>): string[] {
  return ['ami', 'undelete', id, ...flag('--region', region)];
}
