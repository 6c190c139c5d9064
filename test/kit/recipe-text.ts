/** A recipe that installs one file and looks for it, with some of it changed. JSON is YAML too. */
export function smallRecipe(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({
    stack: 'tool',
    version: '1.0.0',
    base: 'al2023',
    instance_types: ['m7i.large'],
    provision: [{ name: 'install', run: script('echo tool >/opt/tool') }],
    test: { run: script('test -f /opt/tool'), timeout: '5m' },
    ...changes,
  });
}

/** A script of bash that ends at the first error. */
export function script(...lines: string[]): string {
  return ['#!/bin/bash', 'set -e', ...lines, ''].join('\n');
}

/** One provision script with these lines, that may run for five minutes. */
export function provisioned(...lines: string[]): Record<string, unknown> {
  return { provision: [{ name: 'install', run: script(...lines), timeout: '5m' }] };
}
