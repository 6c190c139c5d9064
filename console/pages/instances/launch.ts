import type { InputOf } from '../../client/types';
import { flag } from '../../shared/command-text';
import type { Route } from '../../shared/navigation/route';

/** How the image of a launch is chosen. */
export type Source = 'stack' | 'ami' | 'amazon-linux';

/** The fields of the form. Empty ones have the default of the API. */
export interface LaunchForm {
  source: Source;
  ami: string;
  stack: string;
  version: string;
  channel: string;
  name: string;
  instanceType: string;
  region: string;
  ttl: string;
  spot: boolean;
}

/** Returns the form of an address, which may name an image or a stack: `#/instances/launch?ami=ami-…&region=…`. */
export function formOf({ query }: Route): LaunchForm {
  const { ami = '', stack = '', version = '', channel = '', region = '' } = query;
  const fields = { name: '', instanceType: '', ttl: '', spot: false };
  return { source: ami === '' ? 'stack' : 'ami', ami, stack, version, channel, region, ...fields };
}

/** Returns what is missing in the form. What the API refuses it says itself. */
export function missingIn(form: LaunchForm): string | undefined {
  const { source, ami, stack, instanceType } = trimmed(form);
  if (source === 'ami' && ami === '') return 'Give the id of the image';
  if (source === 'stack' && stack === '') return 'Give the stack';
  return instanceType === '' ? 'Give the instance type' : undefined;
}

/** Returns the body of the API for a form: fields of another source of the image are left out. */
export function launchBody(form: LaunchForm): InputOf<'launchInstance'>['body'] {
  const { source, ami, stack, version, channel, name, instanceType, region, ttl, spot } = trimmed(form);
  return {
    ...(source === 'ami' && { ami }),
    ...(source === 'stack' && { stack, version: version || undefined, channel: channel || undefined }),
    instance_type: instanceType,
    name: name || undefined,
    region: region || undefined,
    ttl: ttl || undefined,
    spot,
  };
}

/** Returns the words of the command that launches the same instance. */
export function launchCommand(form: LaunchForm): string[] {
  const { source, ami, stack, version, channel, name, instanceType, region, ttl, spot } = trimmed(form);
  return [
    'launch',
    ...flag('--name', name),
    ...flag('--instance-type', instanceType),
    ...(source === 'ami' ? flag('--ami', ami) : []),
    ...(source === 'stack'
      ? [...flag('--ami-stack', stack), ...flag('--ami-version', version), ...flag('--ami-channel', channel)]
      : []),
    ...flag('--region', region),
    ...flag('--ttl', ttl),
    ...(spot ? ['--spot'] : []),
  ];
}

/** Returns the form without spaces around its texts, such as those of a pasted id. */
function trimmed(form: LaunchForm): LaunchForm {
  const entries = Object.entries(form).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]);
  return Object.fromEntries(entries) as LaunchForm;
}
