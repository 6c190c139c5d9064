import { onlyReachedSchemas, onlyUsedCommands, withoutExtras } from '../../scripts/sdk-parts.cjs';

const schemas = `import { TypeRegistry } from "@smithy/core/schema";
const _A = "Alpha";
const _B = "Beta";
const n0 = "com.amazonaws.test";
const n0_registry = new TypeRegistry(n0);
export const errorTypeRegistries = [
    n0_registry,
];
export var AlphaRequest$ = [3, n0, _A,
    0,
    [() => AlphaList]
];
var AlphaList = [1, n0, "AlphaList",
    0, [() => AlphaPart$,
        0]
];
export var AlphaPart$ = [3, n0, "AlphaPart"];
export var BetaRequest$ = [3, n0, _B];
export var Alpha$ = [9, n0, "Alpha",
    0, () => AlphaRequest$
];
export var Beta$ = [9, n0, "Beta",
    0, () => BetaRequest$
];
`;

test('a used command keeps its schema and all that it reaches', () => {
  const kept = onlyReachedSchemas(schemas, new Set(['Alpha']));
  for (const name of ['Alpha$', 'AlphaRequest$', 'AlphaList', 'AlphaPart$', 'const _A', 'const n0 '])
    expect(kept).toContain(name);
});

test('an unused command goes with what only it reaches', () => {
  const kept = onlyReachedSchemas(schemas, new Set(['Alpha']));
  for (const name of ['Beta$', 'BetaRequest$', 'const _B']) expect(kept).not.toContain(name);
});

test('what is no schema stays', () => {
  expect(onlyReachedSchemas(schemas, new Set())).toMatch(
    /^import [^]*errorTypeRegistries = \[\n {4}n0_registry,\n\];\n$/,
  );
});

test('of the index of commands the used ones stay, by their whole name', () => {
  const index = 'export * from "./CopyImageCommand";\nexport * from "./CopyImageSetCommand";';
  expect(onlyUsedCommands(index, new Set(['CopyImage']))).toBe('export * from "./CopyImageCommand";');
});

test('of a client’s index the client, its commands and its base exception stay', () => {
  const index = ['"./EC2Client"', '"./EC2"', '"./commands"', '"./waiters"']
    .map((file) => `export * from ${file};`)
    .join('\n');
  expect(withoutExtras(`${index}\nexport { EC2ServiceException } from "./models/EC2ServiceException";`)).toBe(
    'export * from "./EC2Client";\nexport * from "./commands";\nexport { EC2ServiceException } from "./models/EC2ServiceException";',
  );
});
