import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recipeJsonSchema } from '../../core/recipe/json-schema';
import { parseRecipe } from '../../core/recipe/parse';

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  default?: unknown;
}

const text = readFileSync(join(__dirname, '..', '..', 'docs', 'recipe.md'), 'utf8');
const root = recipeJsonSchema() as Schema;

/** The fields below a schema: `test.timeout`. */
function fieldsOf(schema: Schema, above = ''): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, below]) => [
    `${above}${name}`,
    ...fieldsOf(below, `${above}${name}.`),
  ]);
  return [...own, ...[schema.items, ...(schema.anyOf ?? [])].flatMap((each) => (each ? fieldsOf(each, above) : []))];
}

/** The section of a field of the recipe. */
const sectionOf = (field: string): string => text.split(`\n### \`${field}\`\n`)[1]?.split(/\n##/)[0] ?? '';

test('every field of the schema is described', () => {
  const missing = fieldsOf(root).filter((field) => !text.includes(`\`${field}\``));
  expect(missing).toEqual([]);
});

test('nothing is described that the schema does not have', () => {
  const known = new Set(fieldsOf(root));
  const titles = [...text.matchAll(/^### `([^`]+)`$/gm)].map(([, field]) => field!);
  const rows = [...text.matchAll(/^\| `([a-z_]+\.[a-z_]+)` \|/gm)].map(([, field]) => field!);
  expect([...titles, ...rows].filter((field) => !known.has(field))).toEqual([]);
});

test.each(Object.keys(root.properties ?? {}))(
  '%s has a default or is required, and has an example that is valid',
  (field) => {
    const section = sectionOf(field);
    const required = (root as { required?: string[] }).required ?? [];
    if (field !== 'limits') expect(section.includes(required.includes(field) ? 'Required.' : 'Default: ')).toBe(true);
    const example = /```yaml\n([^`]+)```/.exec(section)?.[1] ?? '';
    expect(example).toMatch(new RegExp(`^${field}:`));
    const others = [
      'stack: webapp',
      'version: 1.0.0',
      'base: al2023',
      'instance_types: [m7i.large]',
      'provision: [{ run: ls }]',
    ];
    const recipe = [...others.filter((line) => !line.startsWith(`${field}:`)), example].join('\n');
    expect([field, parseRecipe(recipe).problems]).toEqual([field, []]);
  },
);

test.each(fieldsOf(root).filter((field) => field.includes('.')))('%s has the default of the schema', (field) => {
  const [parent = '', name = ''] = field.split('.');
  const schema = root.properties?.[parent];
  const below = [schema, schema?.items, ...(schema?.anyOf ?? [])].find((each) => each?.properties?.[name])
    ?.properties?.[name];
  const value = below?.default;
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
  const row = text.split('\n').find((line) => line.startsWith(`| \`${field}\``));
  expect(row).toContain(`| \`${String(value)}\` |`);
});
