import { durations } from '../../os/durations';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

const objectMark = '/* simulated object */\n';

const headerOf = (name: string) => `/usr/include/${name}`;

function missingHeader(call: ToolCall, source: string): string | undefined {
  const standard = new Set([
    'string.h',
    'unistd.h',
    'stdint.h',
    'math.h',
    'errno.h',
    'time.h',
    'ctype.h',
    'string',
    'vector',
    'iostream',
  ]);
  return [...source.matchAll(/^#include\s*<([^>]+)>/gm)]
    .map((match) => match[1] ?? '')
    .find((name) => !standard.has(name) && !call.files.exists(headerOf(name)));
}

/** What can be compiled: a main() that prints texts, for a first argument too, and returns a number. */
function program(source: string): string | undefined {
  const main = /int\s+main\s*\([^)]*\)\s*\{([\s\S]*)\}\s*$/.exec(
    source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim(),
  )?.[1];
  if (main === undefined) return undefined;
  const lines: string[] = [];
  let rest = main.trim();
  const print = (text: string, stream = '') =>
    `printf '%b' '${text.replaceAll('%%', '%').replaceAll("'", `'\\''`)}'${stream}`;
  while (rest !== '') {
    const match =
      /^if\s*\(argc > 1 && strcmp\(argv\[1\], "([^"]*)"\) == 0\)\s*\{/.exec(rest) ??
      /^(\})/.exec(rest) ??
      /^puts\("((?:\\.|[^"\\])*)"\);/.exec(rest) ??
      /^printf\("((?:\\.|[^"\\%])*)"\);/.exec(rest) ??
      /^fputs\("((?:\\.|[^"\\])*)",\s*(?:stdout|stderr)\);/.exec(rest) ??
      /^return\s+(\d+);/.exec(rest);
    if (match === null) return undefined;
    const [all, value = ''] = match;
    if (all.startsWith('if')) lines.push(`if [ "$1" = '${value}' ]; then`);
    else if (all === '}') lines.push('fi');
    else if (all.startsWith('return')) lines.push(`exit ${value}`);
    else lines.push(print(value + (all.startsWith('puts') ? '\\n' : ''), all.endsWith('stderr);') ? ' >&2' : ''));
    rest = rest.slice(all.length).trim();
  }
  return `#!/bin/sh\n${lines.join('\n')}\nexit 0\n`;
}

/** `gcc`/`g++`: -c makes an object of a source, without it objects and sources become a program that can be run. */
const gcc: Tool = async (call): Promise<Outcome> => {
  if (call.args[0] === '--version') return success(`${call.name} (GCC) 11.4.1 20230605 (Red Hat 11.4.1-2)\n`);
  if (call.args[0] === '-dumpversion') return success('11\n');
  const inputs: string[] = [];
  let output: string | undefined;
  let onlyCompiles = false;
  const args = [...call.args];
  while (args.length > 0) {
    const argument = args.shift() as string;
    if (argument === '-o') output = args.shift();
    else if (argument === '-c') onlyCompiles = true;
    else if (['-I', '-L', '-include', '-MF', '-MT', '-isystem'].includes(argument)) args.shift();
    else if (['-E', '-S', '-shared'].includes(argument)) return notModeled(call, argument);
    else if (!argument.startsWith('-')) inputs.push(argument);
  }
  if (inputs.length === 0) return failure(`${call.name}: fatal error: no input files\ncompilation terminated.`);
  let sources = '';
  for (const input of inputs) {
    const path = call.path(input);
    if (!call.files.exists(path))
      return failure(
        `${call.name}: error: ${input}: No such file or directory\n${call.name}: fatal error: no input files\ncompilation terminated.`,
      );
    const text = call.files.text(path);
    const missing = missingHeader(call, text);
    if (missing !== undefined)
      return failure(`${input}:1:10: fatal error: ${missing}: No such file or directory\ncompilation terminated.`);
    await call.spend(durations.compile);
    sources += text.replace(objectMark, '');
  }
  if (call.signal.aborted) return failure('', 143);
  if (onlyCompiles) {
    call.files.write(call.path(output ?? `${(inputs[0] ?? '').replace(/\.\w+$/, '')}.o`), objectMark + sources);
    return success();
  }
  const script = program(sources.replace(/^#include.*$/gm, '').trim());
  if (script === undefined)
    return failure(`${inputs[0]}: error: only a main() that prints fixed texts can be compiled by this simulation`);
  call.files.write(call.path(output ?? 'a.out'), script, { mode: 0o755 });
  return success();
};

export const compilerTools: Record<string, Tool> = { gcc, cc: gcc, 'g++': gcc, 'c++': gcc };
