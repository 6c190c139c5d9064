import { hasModule, loadedModules, loadModule, parameterFiles, setParameters } from '../../os/kernel';
import { notInFixtures } from '../../package/fixtures';
import type { Outcome } from '../../process/outcome';
import { type Tool, failure, notModeled, success } from '../../process/tool';
import { kernelOf } from './hardware';

/** `modprobe [-a] MODULE…`. */
const modprobe: Tool = (call): Outcome => {
  const all = call.args.some((argument) => /^-a$|^--all$/.test(argument));
  const names = call.args.filter((argument) => !argument.startsWith('-')).map((name) => name.replaceAll('-', '_'));
  const option = call.args.find(
    (argument) => argument.startsWith('-') && !/^-[aqv]$|^--(all|quiet|verbose)$/.test(argument),
  );
  if (option !== undefined) return notModeled(call, `option ${option}`);
  for (const name of all ? names : names.slice(0, 1)) {
    const known = hasModule(call.files, name);
    if (!known) {
      const reason = known === undefined ? notInFixtures(`the kernel module ${name}`) : '';
      return failure(
        `modprobe: FATAL: Module ${name} not found in directory /lib/modules/${kernelOf(call)}\n${reason}`,
      );
    }
    if (name === 'nvidia' && call.system.facts.gpus.length === 0)
      return failure("modprobe: ERROR: could not insert 'nvidia': No such device");
    loadModule(call.files, name);
  }
  return success();
};

const lsmod: Tool = (call) => {
  const names = new Set(loadedModules(call.files));
  if (
    call.system.facts.gpus.length > 0 &&
    call.files.files('/usr/lib/modules').some((path) => path.endsWith('/nvidia.ko'))
  )
    names.add('nvidia');
  return success(
    `Module                  Size  Used by\n${[...names].map((name) => `${name.padEnd(20)} 16384  0\n`).join('')}`,
  );
};

/** `sysctl [-w] NAME=VALUE…`, `sysctl [-n] NAME…`, `sysctl -p [FILE]`, `sysctl --system`. */
const sysctl: Tool = (call): Outcome => {
  const flags = call.args.filter((argument) => argument.startsWith('-'));
  const words = call.args.filter((argument) => !argument.startsWith('-'));
  const unknown = flags.find((flag) => !/^-[nqwep]+$|^--(system|values|quiet|write|ignore|load)$/.test(flag));
  if (unknown !== undefined) return notModeled(call, `option ${unknown}`);
  const has = (letter: string, long: string): boolean =>
    flags.some((flag) => flag === long || (/^-\w/.test(flag) && flag.includes(letter)));
  if (flags.includes('--system')) return shown(setParameters(call.files, parameterFiles(call.files)));
  if (has('p', '--load')) {
    const path = call.path(words[0] ?? '/etc/sysctl.conf');
    if (!call.files.exists(path)) return failure(`sysctl: cannot open "${path}": No such file or directory`, 255);
    return shown(setParameters(call.files, call.files.textOr(path)));
  }
  if (words.length === 0) return notModeled(call, call.args.join(' '));
  const lines: string[] = [];
  for (const word of words) {
    if (word.includes('=')) {
      lines.push(...setParameters(call.files, word));
      continue;
    }
    const path = `/proc/sys/${word.replaceAll('.', '/')}`;
    if (!call.files.exists(path)) return notModeled(call, `the parameter ${word}`);
    const value = call.files.textOr(path).trim();
    lines.push(has('n', '--values') ? value : `${word} = ${value}`);
  }
  return has('q', '--quiet') ? success() : shown(lines);
};

const shown = (lines: readonly string[]): Outcome => success(lines.map((line) => `${line}\n`).join(''));

export const kernelTools: Record<string, Tool> = { modprobe, lsmod, sysctl };
