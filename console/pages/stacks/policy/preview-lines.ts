import { pluralize } from '../../../../core/lib/pluralize';
import type { AnswerOf } from '../../../client/types';

type Answer = AnswerOf<'previewPolicy'>;

/** One image in the preview, with what happens to it. */
export interface PreviewLine {
  id: string;
  plan: string;
  image: Answer['deprecate'][number];
}

/** Returns the images of a preview: what is removed first, then what is deprecated, then what is due and stays. */
export function linesOfPreview({ remove, deprecate, keep }: Answer): PreviewLine[] {
  const line = (plan: string, image: PreviewLine['image']): PreviewLine => ({
    id: `${plan} ${image.region} ${image.ami_id}`,
    plan,
    image,
  });
  return [
    ...remove.map((image) => line('Remove', image)),
    ...deprecate.map((image) => line('Deprecate', image)),
    ...keep.map(({ from, ...image }) => line(from === 'removal' ? 'Stays' : 'Not deprecated', image)),
  ];
}

/** Returns a preview in one sentence or two. */
export function summaryOf({ remove, deprecate, keep, later, cleanup_enabled }: Answer): string {
  const rest = [
    ...(later > 0 ? [`${later} more in later nights`] : []),
    ...(keep.length > 0 ? [`${pluralize(keep.length, 'image')} due and kept`] : []),
  ];
  const what = `${pluralize(deprecate.length, 'image')} deprecated, ${pluralize(remove.length, 'image')} removed`;
  const off = cleanup_enabled ? '' : ' The nightly cleanup is off: only scheduled removals happen.';
  return `${[what, ...rest].join(', ')}.${off}`;
}
