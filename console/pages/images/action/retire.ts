import { flag } from '../../../shared/command-text';
import { dayOf, isOn, textOf, timeOf } from './fields';
import { action, body, descendants, given, onlyHere, reason, type ImageAction } from './kit';
import { only } from './refusal';

/** The actions that retire an image, and those that take it back. */
export const retiring: readonly ImageAction[] = [
  action({
    id: 'deprecate',
    label: 'Deprecate',
    effect: 'The image is no longer selected by its stack. A launch by its id still works, with a warning.',
    operation: 'deprecateImage',
    scoped: true,
    showsUse: true,
    refusal: only.current,
    fields: [
      reason,
      { name: 'replacement', label: 'Image to use instead', kind: 'text', placeholder: 'ami-0fedcba9876543210' },
      { name: 'at', label: 'From', kind: 'date', description: 'Without a date, now' },
      { name: 'disable', label: 'Disable from', kind: 'date', description: 'The nightly run of this day disables it' },
      {
        name: 'removal',
        label: 'Remove from',
        kind: 'date',
        description: 'The nightly cleanup removes it, unless something protects it',
      },
      descendants,
    ],
    input: (image, values) =>
      body(image, {
        reason: textOf(values, 'reason'),
        replacement: textOf(values, 'replacement'),
        at: timeOf(values, 'at'),
        disable_at: timeOf(values, 'disable'),
        remove_at: timeOf(values, 'removal'),
        descendants: isOn(values, 'descendants'),
        region: onlyHere(image, values),
      }),
    words: (image, values) => [
      'deprecate-ami',
      image.ami_id,
      ...flag('--reason', textOf(values, 'reason')),
      ...flag('--replacement', textOf(values, 'replacement')),
      ...flag('--at', dayOf(values, 'at')),
      ...flag('--disable-at', dayOf(values, 'disable')),
      ...flag('--remove-at', dayOf(values, 'removal')),
      ...given(values, 'descendants', '--descendants'),
      ...flag('--region', onlyHere(image, values)),
    ],
  }),
  action({
    id: 'undeprecate',
    label: 'Undo deprecation',
    effect: 'The image and its copies can be selected by their stack again. What was scheduled with it is cancelled.',
    operation: 'undeprecateImage',
    scoped: true,
    refusal: only.deprecated,
    fields: [descendants],
    input: (image, values) => ({
      parameters: { id: image.ami_id },
      query: {
        region: onlyHere(image, values),
        descendants: isOn(values, 'descendants') ? ('true' as const) : undefined,
      },
    }),
    words: (image, values) => [
      'ami',
      'undeprecate',
      image.ami_id,
      ...given(values, 'descendants', '--descendants'),
      ...flag('--region', onlyHere(image, values)),
    ],
  }),
  action({
    id: 'revoke',
    label: 'Revoke',
    effect:
      'For a dangerous image: EC2 refuses its launches in all regions. Running instances stay. It can be restored.',
    operation: 'revokeImage',
    scoped: true,
    typed: true,
    showsUse: true,
    refusal: only.notRevoked,
    fields: [{ ...reason, required: true, description: 'Shown to everybody who requests the image' }, descendants],
    input: (image, values) =>
      body(image, {
        reason: textOf(values, 'reason') ?? '',
        descendants: isOn(values, 'descendants'),
        region: onlyHere(image, values),
      }),
    words: (image, values) => [
      'ami',
      'revoke',
      image.ami_id,
      ...flag('--reason', textOf(values, 'reason') ?? 'REASON'),
      ...given(values, 'descendants', '--descendants'),
      ...flag('--region', onlyHere(image, values)),
    ],
  }),
  action({
    id: 'restore',
    label: 'Restore',
    effect: 'Launches are allowed again, and the shares come back.',
    operation: 'restoreImage',
    scoped: true,
    typed: true,
    refusal: only.present,
    fields: [reason, descendants],
    input: (image, values) => ({
      parameters: { id: image.ami_id },
      query: {
        region: onlyHere(image, values),
        reason: textOf(values, 'reason'),
        descendants: isOn(values, 'descendants') ? ('true' as const) : undefined,
      },
    }),
    words: (image, values) => [
      'ami',
      'restore',
      image.ami_id,
      ...flag('--reason', textOf(values, 'reason')),
      ...given(values, 'descendants', '--descendants'),
      ...flag('--region', onlyHere(image, values)),
    ],
  }),
  action({
    id: 'delete',
    label: 'Delete',
    effect:
      'Starts a cleanup of this image and its copies with their snapshots. It keeps what is in use, protected or the last usable image, and waits for the grace period of the stack.',
    operation: 'deleteImage',
    scoped: true,
    typed: true,
    showsUse: true,
    refusal: only.present,
    input: (image, values) => ({ parameters: { id: image.ami_id }, query: { region: onlyHere(image, values) } }),
    words: (image, values) => ['ami', 'delete', image.ami_id, ...flag('--region', onlyHere(image, values))],
  }),
];
