import type { FlagSpec } from '../../framework/command';
import { durationValue } from '../../framework/values';

/** The flags of `spawn build`. */
export const buildFlags: FlagSpec[] = [
  {
    name: 'wait',
    description: 'wait for the build to end and show its progress; exit code 1 if it fails, 5 if --timeout expires',
  },
  {
    name: 'follow',
    short: 'f',
    description: 'print the whole output of the scripts, also in a terminal; implies --wait',
  },
  {
    name: 'timeout',
    value: 'duration',
    description: 'maximum time for --wait, such as 2h (default: 1d)',
    parse: durationValue,
  },
  {
    name: 'check',
    description:
      'only check the recipe and its files, offline, with the syntax of shell scripts, and print file:line:column: message; ' +
      'does not check whether the version is taken (VersionTaken)',
  },
  {
    name: 'dry-run',
    description:
      'show what a build would do: launch candidates, regions, image name, expected minutes and dollars; ' +
      'the API checks everything that a start checks, and nothing is made',
  },
  {
    name: 'discard',
    description: 'build and test, then remove the image and everything else; proves a recipe without publishing it',
  },
  {
    name: 'keep-failed',
    value: 'duration',
    field: 'keep_failed_seconds',
    description:
      'keep the builder of a build that fails before its image is created for this long, from 10m to 24h, such as ' +
      '2h; the failure shows how to connect',
    parse: durationValue,
  },
  {
    name: 'keep-candidate',
    value: 'duration',
    field: 'keep_candidate_seconds',
    description:
      'keep the image for this long if its test or scan fails, from 10m to 7d, such as 1d; spawn builds retry tests ' +
      'and publishes it without building it again',
    parse: durationValue,
  },
  {
    name: 'spot',
    description:
      'request the builder as a spot instance, on demand where EC2 has none or takes it back; the recipe says it with ' +
      '`spot: true`',
  },
  { name: 'on-demand', description: 'launch the builder on demand, whatever the recipe says' },
  { name: 'force', description: 'build even if an identical image is already published' },
  {
    name: 'name',
    value: 'name',
    field: 'image_name',
    description: 'name of the image (default: stack-version-variant-date)',
  },
  {
    name: 'smoke',
    description: 'build and test a minimal image, then remove it; verifies that the deployment can build',
  },
  {
    name: 'arch',
    value: 'architecture',
    choices: ['x86_64', 'arm64'],
    description: 'architecture of --smoke (default: x86_64)',
  },
  {
    name: 'region',
    value: 'region',
    field: 'regions',
    description: 'region to publish in besides the home region; replaces the regions of the recipe; may be repeated',
    repeatable: true,
  },
];
