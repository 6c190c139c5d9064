import type { FileSystem } from '../../file/system';
import { installedDebs, installedRpm, installedRpms, type Installed } from '../../package/database';
import { type Tool, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

const architecture = (call: { system: { facts: { architecture: string } } }) =>
  call.system.facts.architecture === 'arm64' ? 'aarch64' : 'x86_64';

/** Returns the version of the installed package that owns a program of that name, if there is one. */
export function installedVersion(files: FileSystem, program: string): string | undefined {
  const owns = ({ paths }: Installed) => paths.some((path) => path.endsWith(`/${program}`));
  return (installedRpms(files).find(owns) ?? installedDebs(files).find(owns))?.version;
}

function format(template: string, one: Installed, arch: string): string {
  const fields: Record<string, string> = {
    NAME: one.name,
    VERSION: one.version,
    RELEASE: one.release,
    ARCH: arch,
    EPOCHNUM: '0',
    NVRA: `${one.name}-${one.version}-${one.release}.${arch}`,
    EVR: `${one.version}-${one.release}`,
    INSTALLTIME: String(Math.floor(one.installed / 1000)),
  };
  return template
    .replace(/%\{(\w+)\}/g, (_whole, name: string) => fields[name.toUpperCase()] ?? '(none)')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t');
}

/** `rpm -q`, `-qa`, `-ql`, `-qf`, `-e`: works on the package database of the disk. */
const rpm: Tool = (call): Outcome => {
  let template = '%{NVRA}\\n';
  const flags = new Set<string>();
  const names: string[] = [];
  for (let index = 0; index < call.args.length; index += 1) {
    const argument = call.args[index] ?? '';
    if (argument === '--queryformat' || argument === '--qf') template = call.args[(index += 1)] ?? '';
    else if (/^--(queryformat|qf)=/.test(argument)) template = argument.slice(argument.indexOf('=') + 1);
    else if (argument === '--version') return success('RPM version 4.16.1.3\n');
    else if (/^--(quiet|nodeps|import)$/.test(argument)) flags.add(argument);
    else if (argument === '--query') flags.add('q');
    else if (argument === '--all') flags.add('a');
    else if (/^-[qaflie]+$/.test(argument)) [...argument.slice(1)].forEach((flag) => flags.add(flag));
    else if (argument.startsWith('-')) return notModeled(call, argument);
    else names.push(argument);
  }
  const arch = architecture(call);
  if (flags.has('--import')) return success();
  if (flags.has('e')) return notModeled(call, '-e (use yum remove)');
  if (!flags.has('q')) return notModeled(call, call.args.join(' '));
  if (flags.has('a')) {
    const wanted = names.map((name) => new RegExp(`^${name.replace(/[.+]/g, '\\$&').replaceAll('*', '.*')}$`));
    const all = installedRpms(call.files).filter(
      ({ name }) => wanted.length === 0 || wanted.some((one) => one.test(name)),
    );
    return success(all.map((one) => format(template, one, arch)).join(''));
  }
  const outcome = success();
  for (const name of names) {
    const path = call.path(name);
    const one = flags.has('f')
      ? installedRpms(call.files).find(({ paths }) => paths.includes(path))
      : installedRpm(call.files, name);
    if (one === undefined) {
      outcome.exitCode += 1;
      outcome.stdout += flags.has('f')
        ? `file ${path} is not owned by any package\n`
        : `package ${name} is not installed\n`;
    } else if (flags.has('l')) outcome.stdout += one.paths.map((each) => `${each}\n`).join('');
    else outcome.stdout += format(template, one, arch);
  }
  if (names.length === 0) return failure('rpm: no arguments given for query');
  if (flags.has('--quiet')) outcome.stdout = '';
  return outcome;
};

export const rpmTools: Record<string, Tool> = { rpm };
