import * as z from 'zod';
import { schema } from '../../infra/setting/schema';

interface Described {
  type?: string | string[];
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
  format?: string;
  items?: Described;
  properties?: Record<string, Described>;
  required?: string[];
  anyOf?: Described[];
  additionalProperties?: Described | boolean;
}

/** One setting, by its path in the file: `network.cidr`, `notifications[].name`. */
export interface SettingRow {
  name: string;
  value: string;
  default: string;
  meaning: string;
}

/** Returns a row for every setting, and for every member of one, in the order of the schema. Throws for one without a meaning. */
export function settingRows(): SettingRow[] {
  return rowsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Described, '');
}

function rowsOf({ properties = {}, required = [] }: Described, prefix: string): SettingRow[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    const name = `${prefix}${key}`;
    if (property.description === undefined) throw new Error(`setting ${name} has no description`);
    const row = {
      name,
      value: valueOf(property),
      default: defaultOf(property, required.includes(key)),
      meaning: property.description,
    };
    return [row, ...membersOf(property, name)];
  });
}

function membersOf(property: Described, name: string): SettingRow[] {
  const lists = property.items?.properties?.name ? rowsOf(property.items, `${name}[].`) : [];
  return [
    ...rowsOf(property, `${name}.`),
    ...(property.anyOf ?? []).flatMap((each) => rowsOf(each, `${name}.`)),
    ...lists,
  ];
}

function defaultOf({ default: value, properties }: Described, required: boolean): string {
  if (value !== undefined) {
    // A member with all values is said in words: the list of kinds would be longer than the table.
    return Array.isArray(value) && value.length > 3 ? 'all' : `\`${JSON.stringify(value)}\``;
  }
  if (properties !== undefined) return 'that of its members';
  return required ? '**required**' : 'none';
}

function valueOf(property: Described): string {
  const { anyOf, items, maxItems, enum: values, properties, additionalProperties, format } = property;
  if (anyOf !== undefined)
    return [
      ...new Set(anyOf.map((each) => (each.const === undefined ? valueOf(each) : `\`${JSON.stringify(each.const)}\``))),
    ].join(' or ');
  if (values !== undefined) return `one of ${values.map((each) => `\`${JSON.stringify(each)}\``).join(', ')}`;
  if (items !== undefined)
    return `list of ${items.properties === undefined ? plural(valueOf(items)) : objectOf(items)}${maxItems === undefined ? '' : `, at most ${maxItems}`}`;
  if (properties !== undefined) return objectOf(property);
  if (typeof additionalProperties === 'object') return `object of ${plural(valueOf(additionalProperties))} by name`;
  if (property.type === 'integer' || property.type === 'number') return `${property.type}${rangeOf(property)}`;
  if (format === 'email') return 'e-mail address';
  if (format === 'uri') return 'URL';
  return property.type === 'null' ? '`null`' : String(property.type);
}

const plural = (value: string): string =>
  /^(string|number|integer)/.test(value) ? value.replace(/^\w+/, '$&s') : value;

const objectOf = ({ properties = {} }: Described): string =>
  `object with ${Object.keys(properties)
    .map((key) => `\`${key}\``)
    .join(', ')}`;

function rangeOf({ minimum, exclusiveMinimum, maximum }: Described): string {
  if (exclusiveMinimum === 0) return ' above 0';
  return minimum === undefined || maximum === undefined ? '' : ` from ${minimum} to ${maximum}`;
}

/** Renders all settings as Markdown. */
export function renderSettingsDocument(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = settingRows().map(
    ({ name, value, default: none, meaning }) => `| \`${name}\` | ${cell(value)} | ${cell(none)} | ${cell(meaning)} |`,
  );
  return `${[
    '# Settings',
    '',
    'Generated from `infra/setting/schema.ts` by `npm run docs`; do not edit.',
    '',
    'A stage is a file `settings/<stage>.json`. `SPAWN_STAGE` selects it, by default `dev`. A deployment reads the file when',
    'it is synthesized: [deploy again](deploy.md#upgrade) after a change. A misspelt setting, or a wrong value, fails the',
    'synthesis and is named.',
    '',
    '| setting | value | default | meaning |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}
