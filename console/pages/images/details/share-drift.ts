import type { AnswerOf } from '../../../client/types';
import { shareText } from './text';

type Targets = readonly { kind: string; id: string }[];

/** Returns for each region whom an image is shared with, and how EC2 differs. */
export function shareDrift({
  images,
}: AnswerOf<'listShares'>): { region: string; wanted: string; type: 'success' | 'warning' | 'error'; text: string }[] {
  const names = (targets: Targets): string => targets.map(({ id }) => id).join(', ');
  return images.map(({ region, shares, drift: { state, missing, expired, foreign, error } }) => {
    const wanted = shares.map(shareText).join('; ') || 'Nobody';
    if (state === 'unknown')
      return { region, wanted, type: 'error', text: `Unknown: ${error?.message ?? 'EC2 could not be read'}` };
    const parts = [
      missing.length > 0 && `missing: ${names(missing)}`,
      expired.length > 0 && `expired: ${names(expired)}`,
      foreign.length > 0 && `shared by others: ${names(foreign)}`,
    ].filter(Boolean);
    return parts.length > 0
      ? { region, wanted, type: 'warning', text: parts.join('; ') }
      : { region, wanted, type: 'success', text: 'As wanted' };
  });
}
