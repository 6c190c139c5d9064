import type { CommandSpec, FlagSpec, Invocation } from './command';
import { usageError } from './failure';

const hint = 'The command that should have printed it, such as jq, probably found nothing: check its output.';

// Values that name one thing. A jq that finds nothing prints null.
const ofThings = ['ami', 'id', 'instance', 'build', 'stack'];

/**
 * Throws a usage error that names the first argument or flag that is empty, or that is `null` where a thing is to be
 * named. Only a flag that takes a free text may be empty.
 */
export function refuseEmpty(spec: CommandSpec, flags: readonly FlagSpec[], invocation: Invocation): void {
  invocation.arguments.forEach((value, index) => {
    const argument = spec.arguments[Math.min(index, spec.arguments.length - 1)];
    // The words of a command on an instance may be anything.
    if (argument === undefined || (argument.variadic === true && argument.name === 'command')) return;
    refuse(`<${argument.name}>`, value, true);
  });
  for (const { name, value } of flags) {
    if (value === undefined || value === 'text') continue;
    const text = invocation.flags.text(name);
    const given = text === undefined ? invocation.flags.list(name) : [text];
    for (const each of given) refuse(`--${name}`, each, ofThings.includes(value));
  }
}

function refuse(what: string, value: string | undefined, namesThing: boolean): void {
  if (value === '') throw usageError(`${what} is empty`, hint);
  if (value === 'null' && namesThing) throw usageError(`${what} is 'null'`, hint);
}
