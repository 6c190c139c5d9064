import type { Field } from './fields';

/** A member as it is written in the form, and back as the API takes it. */

/** Returns a value of a policy as text: lines for lists. */
export function textOf({ kind }: Pick<Field, 'kind'>, value: unknown): string {
  if (kind === 'list') return (value as string[]).join('\n');
  if (kind === 'keys') return pairsOf(value as object).join('\n');
  if (kind === 'templates') return (value as object[]).map(templateText).join('\n');
  if (kind === 'schedule') {
    const { cron, time_zone } = value as { cron: string; time_zone: string };
    return `${cron} ${time_zone}`;
  }
  return String(value);
}

/** Returns the value that a text stands for. What is not of the form stays as it is: the API says what is wrong. */
export function valueOf({ kind }: Pick<Field, 'kind'>, text: string): unknown {
  const lines = linesOf(text);
  switch (kind) {
    case 'number':
      return /^\d{1,9}$/.test(text.trim()) ? Number(text) : text;
    case 'switch':
      return text === 'true';
    case 'list':
      return lines.flatMap((line) => line.split(/[\s,]+/));
    case 'keys':
      return Object.fromEntries(lines.map((line) => splitAt(line)));
    case 'templates':
      return lines.map(templateOf);
    case 'schedule': {
      const words = text.trim().split(/\s+/);
      return { cron: words.slice(0, 6).join(' '), ...(words.length > 6 && { time_zone: words.slice(6).join(' ') }) };
    }
    case 'choice':
      return text;
  }
}

/** Returns the lines that are not empty. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const names = {
  group: 'groups',
  'min-healthy': 'minimum_healthy_percentage',
  'roll-back-channel': 'roll_back_channel',
} as const;

function templateText(template: object): string {
  const word = (name: string): string => Object.entries(names).find(([, member]) => member === name)?.[0] ?? name;
  return Object.entries(template)
    .flatMap(([name, value]: [string, unknown]) =>
      (Array.isArray(value) ? value : [value]).map(
        (each) => `${word(name)}=${each === true ? 'on' : each === false ? 'off' : each}`,
      ),
    )
    .join(',');
}

/** Returns a launch template as the API takes it; the command's own parser takes the same text. */
function templateOf(line: string): Record<string, unknown> {
  const template: Record<string, unknown> = {};
  for (const [key, text] of line.split(',').map((part) => splitAt(part.trim()))) {
    if (key === 'group') template.groups = [...((template.groups as string[] | undefined) ?? []), text];
    else if (key === 'min-healthy') template[names[key]] = valueOf({ kind: 'number' }, text);
    else if (key === 'roll-back-channel') template[names[key]] = text === 'on' ? true : text === 'off' ? false : text;
    else template[key] = text;
  }
  return template;
}

function pairsOf(map: object): string[] {
  return Object.entries(map).map(([name, value]) => `${name}=${value}`);
}

function splitAt(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
