import { resolvePath } from '../../file/nodes';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { findGroup, findUser } from '../../file/users';
import { modeOf, ownerTools } from './modes';

const suffixes: Record<string, number> = {
  '': 1,
  c: 1,
  k: 1024,
  K: 1024,
  KB: 1000,
  M: 1024 ** 2,
  MB: 1000 ** 2,
  G: 1024 ** 3,
  GB: 1000 ** 3,
  T: 1024 ** 4,
};
const largest = 64 * 1024 * 1024;

function bytesOf(text: string): number | undefined {
  const match = /^(\d+)([a-zA-Z]*)$/.exec(text.replace(/iB$/, ''));
  const factor = suffixes[match?.[2] ?? ''];
  return match === null || factor === undefined ? undefined : Number(match[1]) * factor;
}

const tooLarge = (call: ToolCall, path: string): Outcome =>
  failure(`${call.name}: ${path}: files of more than 64 MiB are not modeled by this simulation`);

/** `truncate -s SIZE FILE…`; `-c` leaves missing files alone. */
const truncate: Tool = (call): Outcome => {
  const args = [...call.args];
  let size: number | undefined;
  const paths: string[] = [];
  while (args.length > 0) {
    const argument = args.shift() as string;
    if (argument === '-s' || argument === '--size') size = bytesOf(args.shift() ?? '');
    else if (/^(-s|--size=)\d/.test(argument)) size = bytesOf(argument.replace(/^(-s|--size=)/, ''));
    else if (argument !== '-c' && argument !== '--no-create') paths.push(argument);
  }
  if (size === undefined) return failure("truncate: you must specify either '--size' or '--reference'");
  if (paths.length === 0) return failure('truncate: missing file operand');
  const outcome = success();
  for (const given of paths) {
    const path = call.path(given);
    const keepsAway = call.args.some((argument) => argument === '-c' || argument === '--no-create');
    if (size > largest) return tooLarge(call, given);
    if (!call.files.isDirectory(resolvePath(path, '..'))) {
      outcome.exitCode = 1;
      outcome.stderr += `truncate: cannot open '${given}' for writing: No such file or directory\n`;
    } else if (call.files.exists(path) || !keepsAway) {
      const bytes = new Uint8Array(size);
      if (call.files.exists(path)) bytes.set(call.files.bytes(path).subarray(0, size));
      call.files.write(path, bytes);
    }
  }
  return outcome;
};

const fallocate: Tool = (call): Outcome => {
  const index = call.args.findIndex((argument) => argument === '-l' || argument === '--length');
  const size = bytesOf(call.args[index + 1] ?? '');
  const path = call.args[call.args.length - 1] ?? '';
  if (index < 0 || size === undefined) return failure('fallocate: no length argument specified');
  if (size > largest) return tooLarge(call, path);
  call.files.write(call.path(path), new Uint8Array(size));
  return success();
};

/** `dd if= of= bs= count=`. */
const dd: Tool = (call): Outcome => {
  const options = Object.fromEntries(call.args.map((argument) => argument.split(/=(.*)/s) as [string, string]));
  const unknown = Object.keys(options).find(
    (name) => !['if', 'of', 'bs', 'count', 'status', 'conv', 'oflag', 'iflag'].includes(name),
  );
  if (unknown !== undefined) return notModeled(call, unknown);
  const blockSize = bytesOf(options.bs ?? '512') ?? 512;
  const wanted = options.count === undefined ? undefined : blockSize * Number(options.count);
  if ((wanted ?? 0) > largest) return tooLarge(call, options.of ?? 'standard output');
  let content: Uint8Array = Buffer.from(call.stdin, 'latin1');
  if (options.if !== undefined) {
    const path = call.path(options.if);
    if (!call.files.exists(path)) return failure(`dd: failed to open '${options.if}': No such file or directory`);
    content = call.files.bytes(path);
    if (/^\/dev\/(zero|u?random)$/.test(path)) {
      if (wanted === undefined)
        return failure(`dd: error writing '${options.of ?? 'standard output'}': No space left on device`);
      const piece = content;
      content = Uint8Array.from({ length: wanted }, (_, index) => piece[index % piece.length] ?? 0);
    }
  }
  if (wanted !== undefined) content = content.subarray(0, wanted);
  const report = options.status === 'none' ? '' : `${content.length} bytes copied\n`;
  if (options.of === undefined)
    return { exitCode: 0, stdout: Buffer.from(content).toString('latin1'), stderr: report, bytes: true };
  call.files.write(call.path(options.of), content);
  return { exitCode: 0, stdout: '', stderr: report };
};

const mktemp: Tool = (call): Outcome => {
  const isDirectory = call.args.some((argument) => /^-[a-z]*d/.test(argument) || argument === '--directory');
  const index = call.args.findIndex((argument) => argument === '-p' || argument === '--tmpdir');
  const directory = index >= 0 ? (call.args[index + 1] ?? '/tmp') : (call.environment.TMPDIR ?? '/tmp');
  const given = call.args.find(
    (argument, position) => !argument.startsWith('-') && position !== index + 1 - (index < 0 ? 1e6 : 0),
  );
  const template = given ?? 'tmp.XXXXXXXXXX';
  if (!/XXX/.test(template)) return failure(`mktemp: too few X's in template '${template}'`);
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const name = template.replace(/X{3,}/, (all) =>
    [...all].map(() => letters[Math.floor(call.system.host.random() * letters.length)]).join(''),
  );
  const inDirectory = given === undefined || index >= 0 || call.args.includes('-t');
  const path = inDirectory ? resolvePath(directory, name) : call.path(name);
  if (!call.files.isDirectory(resolvePath(path, '..')))
    return failure(
      `mktemp: failed to create ${isDirectory ? 'directory' : 'file'} via template '${path}': No such file or directory`,
    );
  if (isDirectory) call.files.makeDirectory(path, 0o700);
  else call.files.write(path, '', { mode: 0o600 });
  return success(`${inDirectory ? path : name}\n`);
};

/** `install [-d] [-m MODE] [-o OWNER] [-g GROUP] [-D] SOURCE… TARGET`. */
const install: Tool = (call): Outcome => {
  const args = [...call.args];
  let mode: string | undefined;
  let owner: string | undefined;
  let group: string | undefined;
  let makesDirectories = false;
  let makesParents = false;
  let target: string | undefined;
  const paths: string[] = [];
  while (args.length > 0) {
    const argument = args.shift() as string;
    const value = () => argument.replace(/^(--\w+=|-\w)/, '') || args.shift();
    if (/^-m|^--mode=/.test(argument)) mode = value();
    else if (argument === '--mode') mode = args.shift();
    else if (/^-o|^--owner=/.test(argument)) owner = value();
    else if (/^-g|^--group=/.test(argument)) group = value();
    else if (argument === '-d') makesDirectories = true;
    else if (argument === '-D') makesParents = true;
    else if (argument === '-t') target = args.shift();
    else if (!/^-[pcvs]+$/.test(argument)) paths.push(argument);
  }
  const bits = modeOf(mode ?? '755', { mode: 0, isDirectory: makesDirectories, umask: 0 });
  if (bits === undefined) return failure(`install: invalid mode '${mode}'`);
  const user = owner === undefined ? call.user : findUser(call.files, owner)?.name;
  if (user === undefined) return failure(`install: invalid user: '${owner}'`);
  const groupName = group === undefined ? (call.process.actor.groups[0] as string) : findGroup(call.files, group)?.name;
  if (groupName === undefined) return failure(`install: invalid group: '${group}'`);
  const finish = (path: string) => call.files.change(path, { mode: bits, owner: { user, group: groupName } });
  if (makesDirectories) {
    for (const path of paths) {
      call.files.makeDirectory(call.path(path));
      finish(call.path(path));
    }
    return success();
  }
  const given = target ?? paths.pop() ?? '';
  const isDirectory = target !== undefined || call.files.isDirectory(call.path(given));
  for (const source of paths) {
    if (!call.files.exists(call.path(source)))
      return failure(`install: cannot stat '${source}': No such file or directory`);
    const path = isDirectory ? resolvePath(call.path(given), source.split('/').pop() ?? '') : call.path(given);
    if (!makesParents && !call.files.isDirectory(resolvePath(path, '..')))
      return failure(`install: cannot create regular file '${given}': No such file or directory`);
    const content = call.files.bytes(call.path(source));
    // The real one removes what is there, so that the file is a new one.
    call.files.remove(path);
    call.files.write(path, content);
    finish(path);
  }
  return paths.length === 0 ? failure('install: missing file operand') : success();
};

/** `yes [TEXT]`: a little more than 1 MiB of it, enough to answer any question; the real one never ends. */
const yes: Tool = (call) => {
  const line = `${call.args.length === 0 ? 'y' : call.args.join(' ')}\n`;
  return success(line.repeat(Math.ceil((1.1 * 1024 * 1024) / line.length)));
};

const realpath: Tool = (call): Outcome => {
  const outcome = success();
  for (const given of call.args.filter((argument) => !argument.startsWith('-'))) {
    if (call.files.exists(call.path(given))) outcome.stdout += `${call.files.canonical(call.path(given))}\n`;
    else if (call.args.includes('-m')) outcome.stdout += `${call.path(given)}\n`;
    else return failure(`realpath: ${given}: No such file or directory`);
  }
  return outcome;
};

const compare: Tool = (call): Outcome => {
  const [left = '', right = ''] = call.args.filter((argument) => !argument.startsWith('-'));
  const missing = [left, right].find((path) => !call.files.exists(call.path(path)));
  if (missing !== undefined) return failure(`cmp: ${missing}: No such file or directory`, 2);
  const same = Buffer.compare(call.files.bytes(call.path(left)), call.files.bytes(call.path(right))) === 0;
  return same ? success() : failure('', 1, call.args.includes('-s') ? '' : `${left} ${right} differ\n`);
};

export const fileTools: Record<string, Tool> = {
  truncate,
  fallocate,
  dd,
  mktemp,
  ...ownerTools,
  install,
  yes,
  realpath,
  cmp: compare,
};
