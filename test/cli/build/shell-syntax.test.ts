import { checkSyntax, findShells } from '../../../cli/workflow/check/shell-syntax';

const errorsOf = async (bytes: string | Buffer): Promise<string[]> => {
  const script = { path: ['provision', 0, 'script'], file: 'install.run', bytes: Buffer.from(bytes as string) };
  const shells = await findShells(process.env);
  return (await checkSyntax([script], shells, process.env)).findings.map(({ message }) => message);
};

test('a syntax error is found with its line', async () => {
  expect(await errorsOf('#!/bin/bash\nfi\n')).toEqual([expect.stringMatching(/line 2, cannot be parsed by bash/)]);
});

test('what follows the end of a self-extracting script is not read, whether text or binary', async () => {
  expect(await errorsOf('#!/bin/sh\ntail -n +4 "$0" | base64 -d\nexit 0\n)(fi;;\n')).toEqual([]);
  expect(await errorsOf('#!/bin/sh\nexit\n)(fi;;\n')).toEqual([]);
  const binary = Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), Buffer.from([0x1f, 0x8b, 0, 0x29, 0x28, 0x0a])]);
  expect(await errorsOf(binary)).toEqual([]);
});

test.each([
  ['before the end', 'fi\nexit 0\n'],
  ['after an exit of a block', 'if true; then\nexit 1\nfi\nfi\n'],
  ['after an exit in a here-document', "cat >/usr/local/bin/tool <<'EOF'\nexit 0\nEOF\nfi\n"],
  ['after a conditional exit', 'true || exit 0\nfi\n'],
  ['of a block without an end', 'if true; then\nexit 0\n'],
])('an error %s is found', async (_where, text) => {
  expect(await errorsOf(`#!/bin/bash\n${text}`)).toHaveLength(1);
});

test('an exit at the start of a line within a block is no end', async () => {
  expect(await errorsOf('#!/bin/bash\nif true; then\nexit 1\nfi\n')).toEqual([]);
});
