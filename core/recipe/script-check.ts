import type { Path } from './document';
import type { RecipeFinding } from './finding';
import type { Recipe } from './schema';

/** A script of a recipe with its place in it. `file` is undefined for an inline one. */
export interface PlacedScript {
  path: Path;
  file?: string;
  bytes: Uint8Array;
}

type Found = Pick<RecipeFinding, 'severity' | 'message'> & { line: number };

/** Returns the scripts of a recipe whose text is known, in order; `files` by their names in the recipe, in base64. */
export function scriptsOf(recipe: Recipe, files: Readonly<Record<string, string>>): PlacedScript[] {
  const sources: [Path, { script?: string; run?: string }][] = [
    ...recipe.provision.map((one, index): [Path, typeof one] => [['provision', index], one]),
    [['cleanup'], typeof recipe.cleanup === 'string' ? {} : recipe.cleanup],
    [['test'], recipe.test ?? {}],
  ];
  return sources.flatMap(([path, { script, run }]) => {
    if (run !== undefined) return { path: [...path, 'run'], bytes: Buffer.from(run) };
    const content = script === undefined ? undefined : files[script];
    return content === undefined
      ? []
      : { path: [...path, 'script'], file: script, bytes: Buffer.from(content, 'base64') };
  });
}

/** Returns a finding in a line of a script, named in the message for a file. */
export function findingIn(script: PlacedScript, { severity, message, line }: Found): RecipeFinding {
  const place = script.file === undefined ? 'the script' : `the script '${script.file}'`;
  return {
    severity,
    path: script.path,
    message: `${place}${line > 1 ? `, line ${line},` : ''} ${message}`,
    ...(script.file === undefined && { scriptLine: line }),
  };
}

/** Returns what is wrong with the first lines and the line endings of a script. */
export function checkScript(script: PlacedScript): RecipeFinding[] {
  const [first = 0, second = 0] = script.bytes;
  const found: Found[] = [];
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return [findingIn(script, error('is UTF-16, which no shell reads: save it as UTF-8 without a byte-order mark'))];
  }
  const text = Buffer.from(script.bytes).toString('utf8');
  const isMarked = text.startsWith('\uFEFF');
  if (isMarked) {
    found.push(error('begins with a byte-order mark, which hides its first line: save it as UTF-8 without one'));
  }
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  // CR LF in the first line is refused before.
  const windows = lines.findIndex((line, index) => index > 0 && line.endsWith('\r'));
  if (windows > 0) {
    found.push({ severity: 'warning', line: windows + 1, message: 'ends in CR LF: save the script with LF' });
  }
  const doubt = doubtOfShebang(lines, script.file);
  return [...found, ...(doubt === undefined ? [] : [doubt])].map((one) => findingIn(script, one));
}

/** Returns the shell that reads a script: bash without a shebang; undefined for another program. */
export function shellOf(text: string): 'bash' | 'sh' | undefined {
  if (!text.startsWith('#!')) return 'bash';
  const [, name] =
    /^#![ \t]*(?:\/usr)?\/bin\/(?:env[ \t]+(?:-S[ \t]*)?)?(bash|sh)(?:[ \t]|\r?$)/m.exec(text.split('\n')[0] ?? '') ??
    [];
  return name as 'bash' | 'sh' | undefined;
}

// What every base has; a stack or an earlier script may add more.
const common = /^(?:\/usr)?\/bin\/(?:sh|bash|env|python3)$/;
const commonNames = ['sh', 'bash', 'python3'];
const advice = 'write #!/bin/bash';

/** Linux takes the program from the first line only, as a path, and all that follows as one argument (execve(2)). */
function doubtOfShebang(lines: readonly string[], file: string | undefined): Found | undefined {
  const [first = ''] = lines;
  if (!first.startsWith('#!')) return doubtWithout(lines, file);
  const [, program = '', argument = ''] = /^#![ \t]*(\S*)[ \t]*(.*?)\s*$/.exec(first) ?? [];
  if (!program.startsWith('/'))
    return error(`has the shebang '${first.trim()}', which names no absolute path: ${advice}`);
  if (/\/env$/.test(program)) return doubtOfEnv(argument);
  if (common.test(program) && /\s/.test(argument)) {
    return error(`has the shebang '${first.trim()}', and Linux passes '${argument}' as one argument: write one option`);
  }
  return common.test(program)
    ? undefined
    : warning(`runs with ${program}, which not every base has: ${advice}, or install it before`);
}

function doubtOfEnv(argument: string): Found | undefined {
  const words = argument.split(/\s+/).filter((word) => word !== '');
  const [word = ''] = words;
  if (word === '') return error(`has a shebang that names no program for env: ${advice}`);
  if (!word.startsWith('-') && words.length > 1) {
    return error(`has a shebang in which Linux passes '${argument}' to env as one name: write env -S ${argument}`);
  }
  const name = word.startsWith('-') ? undefined : word;
  return name === undefined || commonNames.includes(name)
    ? undefined
    : warning(`runs with ${name}, which not every base has: ${advice}, or install it before`);
}

function doubtWithout(lines: readonly string[], file: string | undefined): Found | undefined {
  // After a command it is the text of another file, such as that of a here-document.
  const command = lines.findIndex((line) => !/^\s*(?:#|$)/.test(line));
  const opening = command < 0 ? lines : lines.slice(0, command);
  const late = opening.findIndex((line) => /^\s*#!\s*\/\S*bin\//.test(line));
  if (late >= 0) {
    const message = 'has a shebang that is not at the start of the script, so bash runs it: move it to the start';
    return { severity: 'warning', line: late + 1, message };
  }
  if (file === undefined) return undefined;
  return file.endsWith('.py')
    ? error('has no shebang, so bash runs it: write #!/usr/bin/python3 in its first line')
    : warning('has no shebang, so bash runs it: write #!/bin/bash in its first line');
}

function error(message: string): Found {
  return { severity: 'error', line: 1, message };
}

function warning(message: string): Found {
  return { severity: 'warning', line: 1, message };
}
