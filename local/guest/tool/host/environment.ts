import { type Tool, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

/** The words of `env -S TEXT`: quotes keep blanks together, a backslash keeps the next character. */
function wordsOf(text: string): string[] {
  const words = text.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(
      /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
      (_all, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replace(/\\(.)/g, '$1') ?? escaped ?? '',
    ),
  );
}

const shown = (name: string): string => `'${name.replaceAll('\r', '\\r')}'`;

/** `env [-i] [-u NAME] [-C FOLDER] [-S TEXT] [NAME=VALUE…] [PROGRAM…]`: without a program it prints the environment. */
const env: Tool = (call): Outcome | Promise<Outcome> => {
  let args = [...call.args];
  let environment = { ...call.environment };
  let cwd = call.cwd;
  while (args[0]?.startsWith('-') === true) {
    const [, option, attached] = /^(-[uCS]|--[a-z-]+(?==)|.*)=?(.*)$/s.exec(args.shift() as string) ?? [];
    const value = (): string => attached || (args.shift() ?? '');
    if (option === '--') break;
    if (option === '-i' || option === '-' || option === '--ignore-environment') environment = {};
    else if (option === '-u' || option === '--unset') delete environment[value()];
    else if (option === '-C' || option === '--chdir') cwd = call.path(value());
    else if (option === '-S' || option === '--split-string') args = [...wordsOf(value()), ...args];
    else return notModeled(call, `option ${option}`);
  }
  while (/^[^=]+=/.test(args[0] ?? '')) {
    const [name = '', value = ''] = (args.shift() as string).split(/=(.*)/s);
    environment[name] = value;
  }
  const [program] = args;
  if (program === undefined)
    return success(
      Object.entries(environment)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
  const folders = (environment.PATH ?? '/usr/bin:/bin').split(':');
  const paths = program.includes('/') ? [call.path(program)] : folders.map((folder) => `${folder}/${program}`);
  if (!paths.some((path) => call.files.isProgram(path))) {
    const hint = /\s/.test(program) ? 'env: use -[v]S to pass options in shebang lines\n' : '';
    return failure(`env: ${shown(program)}: No such file or directory\n${hint}`, 127);
  }
  return call.start({ words: args, cwd, environment, stdin: call.stdin });
};

const releaseFields = [
  ['i', 'Distributor ID', 'ID'],
  ['d', 'Description', 'PRETTY_NAME'],
  ['r', 'Release', 'VERSION_ID'],
  ['c', 'Codename', 'VERSION_CODENAME'],
] as const;

/** `lsb_release [-idrcas]`, from /etc/os-release. */
const lsbRelease: Tool = (call) => {
  const long: Record<string, string> = { id: 'i', description: 'd', release: 'r', codename: 'c', all: 'a', short: 's' };
  const letters = call.args.map((argument) => long[argument.replace(/^--/, '')] ?? argument.replace(/^-/, '')).join('');
  const unknown = call.args.find(
    (argument) => !/^-[idrcas]+$|^--(id|description|release|codename|all|short)$/.test(argument),
  );
  if (unknown !== undefined) return notModeled(call, `option ${unknown}`);
  const text = call.files.textOr('/etc/os-release');
  const lines = releaseFields.flatMap(([letter, title, key]) => {
    if (!letters.includes('a') && !letters.includes(letter)) return [];
    const value = new RegExp(`^${key}="?(.*?)"?$`, 'm').exec(text)?.[1] ?? '';
    const written = letter === 'i' ? value.charAt(0).toUpperCase() + value.slice(1) : value;
    return letters.includes('s') ? written : `${title}:\t${written}`;
  });
  return { exitCode: 0, stdout: lines.map((line) => `${line}\n`).join(''), stderr: '' };
};

export const environmentTools: Record<string, Tool> = { env };
export const releaseTools: Record<string, Tool> = { lsb_release: lsbRelease };
