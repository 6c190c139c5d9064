import { flag } from '../../../shared/command-text';
import { dayOf, isOn, linesOf, textOf, timeOf, wordsOf } from './fields';
import { action, body, given, many, onlyHere, orNone, reason, untested, type ImageAction } from './kit';
import { only } from './refusal';

/** The actions that test, publish and describe an image. */
export const publishing: readonly ImageAction[] = [
  action({
    id: 'test',
    label: 'Test',
    effect: 'Runs a script on a fresh instance of the image. Exit code 0 passes.',
    operation: 'testImage',
    fields: [
      { name: 'script', label: 'Test script', kind: 'script', required: true, placeholder: '#!/bin/bash' },
      {
        name: 'types',
        label: 'Instance types',
        kind: 'list',
        placeholder: 'm7i.large',
        description: 'Without one, a small type that fits the image',
      },
      { name: 'terminate', label: 'Terminate the instance when the test passes', kind: 'switch' },
      { name: 'compare', label: 'Test twice: without and with initialization of the volume', kind: 'switch' },
    ],
    input: (image, values) =>
      body(image, {
        script: String(values.script ?? ''),
        instance_types: orNone(wordsOf(values, 'types')),
        auto_terminate: isOn(values, 'terminate'),
        compare_initialization: isOn(values, 'compare'),
        region: image.region,
      }),
    words: (image, values) => [
      'test-ami',
      image.ami_id,
      ...flag('--region', image.region),
      ...flag('--test-script', '@test.sh'),
      ...many('--instance-type', wordsOf(values, 'types')),
      ...given(values, 'terminate', '--auto-terminate'),
      ...given(values, 'compare', '--compare-initialization'),
    ],
  }),
  action({
    id: 'promote',
    label: 'Promote',
    effect: 'Points a channel of the stack to the image and its copies in all regions.',
    operation: 'promoteImage',
    fields: [
      { name: 'channel', label: 'Channel', kind: 'text', required: true, placeholder: 'stable' },
      reason,
      untested,
    ],
    refusal: only.released,
    input: (image, values) =>
      body(image, {
        channel: textOf(values, 'channel') ?? '',
        reason: textOf(values, 'reason'),
        untested: textOf(values, 'untested'),
      }),
    words: (image, values) => [
      'promote-ami',
      image.ami_id,
      ...flag('--to', textOf(values, 'channel') ?? 'CHANNEL'),
      ...flag('--reason', textOf(values, 'reason')),
      ...flag('--untested', textOf(values, 'untested')),
    ],
  }),
  action({
    id: 'replicate',
    label: 'Replicate',
    effect: 'Copies the image to other regions or to member accounts, with the encryption keys of the stack’s policy.',
    operation: 'replicateImage',
    fields: [
      { name: 'regions', label: 'Regions', kind: 'list', placeholder: 'eu-west-1, us-west-2' },
      {
        name: 'accounts',
        label: 'Member accounts',
        kind: 'list',
        description: 'Copies to these accounts, not to regions of the home account',
      },
      untested,
    ],
    invalid: (values) =>
      [...wordsOf(values, 'regions'), ...wordsOf(values, 'accounts')].length > 0
        ? undefined
        : 'A region or an account is missing',
    input: (image, values) =>
      body(image, {
        regions: orNone(wordsOf(values, 'regions')),
        accounts: orNone(wordsOf(values, 'accounts')),
        untested: textOf(values, 'untested'),
        region: image.region,
      }),
    words: (image, values) => [
      'replicate-ami',
      image.ami_id,
      ...flag('--region', image.region),
      ...many('--to-region', wordsOf(values, 'regions')),
      ...many('--account', wordsOf(values, 'accounts')),
      ...flag('--untested', textOf(values, 'untested')),
    ],
  }),
  action({
    id: 'share',
    label: 'Share',
    effect: 'Lets other accounts launch the image and its copies. What is not met is refused before anything changes.',
    operation: 'shareImage',
    scoped: true,
    fields: [
      { name: 'accounts', label: 'Accounts', kind: 'list', placeholder: '210987654321' },
      { name: 'organizations', label: 'Organizations (ARN)', kind: 'list' },
      { name: 'units', label: 'Organizational units (ARN)', kind: 'list' },
      {
        name: 'until',
        label: 'Until',
        kind: 'date',
        description: 'Then the nightly run ends the share. Without a date it stays',
      },
      { name: 'copyable', label: 'Share the snapshots too, so that it can be copied', kind: 'switch' },
      { name: 'revoke', label: 'End these shares instead', kind: 'switch' },
      untested,
    ],
    invalid: (values) =>
      ['accounts', 'organizations', 'units'].some((name) => wordsOf(values, name).length > 0)
        ? undefined
        : 'An account, an organization or a unit is missing',
    input: (image, values) =>
      body(image, {
        accounts: wordsOf(values, 'accounts'),
        organizations: wordsOf(values, 'organizations'),
        organizational_units: wordsOf(values, 'units'),
        until: timeOf(values, 'until'),
        copyable: isOn(values, 'copyable'),
        revoke: isOn(values, 'revoke'),
        untested: textOf(values, 'untested'),
        region: onlyHere(image, values),
      }),
    words: (image, values) => [
      'share-ami',
      image.ami_id,
      ...many('--account', wordsOf(values, 'accounts')),
      ...many('--org', wordsOf(values, 'organizations')),
      ...many('--ou', wordsOf(values, 'units')),
      ...flag('--until', dayOf(values, 'until')),
      ...given(values, 'copyable', '--copyable'),
      ...given(values, 'revoke', '--revoke'),
      ...flag('--untested', textOf(values, 'untested')),
      ...flag('--region', onlyHere(image, values)),
    ],
  }),
  action({
    id: 'tag',
    label: 'Tag',
    effect: 'Sets and removes tags of the image, its copies and their snapshots.',
    operation: 'tagImage',
    scoped: true,
    refusal: only.present,
    fields: [
      { name: 'tags', label: 'Tags to set, one a line', kind: 'script', placeholder: 'owner=team-ml' },
      { name: 'remove', label: 'Keys of tags to remove', kind: 'list' },
    ],
    invalid: (values) => {
      const wrong = linesOf(values, 'tags').find((line) => line.indexOf('=') < 1);
      if (wrong !== undefined) return `'${wrong}' is no tag: write key=value`;
      return linesOf(values, 'tags').length + wordsOf(values, 'remove').length > 0 ? undefined : 'A tag is missing';
    },
    input: (image, values) =>
      body(image, {
        tags: Object.fromEntries(
          linesOf(values, 'tags').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
        ),
        remove_tags: wordsOf(values, 'remove'),
        region: onlyHere(image, values),
      }),
    words: (image, values) => [
      'tag-ami',
      image.ami_id,
      ...many('--tag', linesOf(values, 'tags')),
      ...many('--remove-tag', wordsOf(values, 'remove')),
      ...flag('--region', onlyHere(image, values)),
    ],
  }),
];
