import { durations } from '../../os/durations';
import { type Tool, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

/** `shred [-u] FILE…`: the content goes, and with -u the file. */
const shred: Tool = async (call): Promise<Outcome> => {
  const paths = call.args.filter((argument, index) => !argument.startsWith('-') && call.args[index - 1] !== '-n');
  const removes = call.args.some((argument) => /^-[a-z]*u|^--remove/.test(argument));
  if (paths.length === 0) return failure('shred: missing file operand');
  const outcome = success();
  for (const given of paths) {
    const path = call.path(given);
    if (!call.files.exists(path)) {
      outcome.exitCode = 1;
      outcome.stderr += `shred: ${given}: failed to open for writing: No such file or directory\n`;
      continue;
    }
    await call.spend(durations.shred);
    call.files.write(path, new Uint8Array(call.files.bytes(path).length));
    if (removes) call.files.remove(path);
  }
  return outcome;
};

/** `update-alternatives --install LINK NAME PATH PRIORITY`, `--set NAME PATH`: links under /etc/alternatives. */
const alternatives: Tool = (call): Outcome => {
  const [verb, ...args] = call.args;
  const point = (link: string, name: string, path: string) => {
    call.files.remove(`/etc/alternatives/${name}`);
    call.files.makeDirectory('/etc/alternatives');
    call.files.link(path, `/etc/alternatives/${name}`);
    call.files.remove(link);
    call.files.link(`/etc/alternatives/${name}`, link);
  };
  if (verb === '--install') {
    const [link = '', name = '', path = ''] = args;
    if (!call.files.exists(path))
      return failure(`update-alternatives: error: alternative path ${path} doesn't exist`, 2);
    const record = `/var/lib/alternatives/${name}`;
    call.files.append(record, `${link} ${path}\n`);
    point(link, name, path);
    return success();
  }
  if (verb === '--set') {
    const [name = '', path = ''] = args;
    const line = call.files
      .textOr(`/var/lib/alternatives/${name}`)
      .split('\n')
      .find((one) => one.endsWith(` ${path}`));
    if (line === undefined)
      return failure(`update-alternatives: error: alternative ${path} for ${name} not registered; not setting`, 2);
    point(line.split(' ')[0] ?? '', name, path);
    return success();
  }
  return notModeled(call, verb ?? 'running it without a command');
};

/** `logger [-t TAG] TEXT`: a line in the system's log. */
const logger: Tool = (call): Outcome => {
  const index = call.args.findIndex((argument) => argument === '-t' || argument === '--tag');
  const tag = index < 0 ? call.user : (call.args[index + 1] ?? '');
  const words = call.args.filter(
    (argument, position) => !argument.startsWith('-') && position !== index + (index < 0 ? -1 : 1),
  );
  const text = words.length > 0 ? words.join(' ') : Buffer.from(call.stdin, 'latin1').toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  for (const line of lines)
    call.files.append('/var/log/messages', `${new Date(call.files.now()).toISOString()} ${tag}: ${line}\n`);
  return {
    exitCode: 0,
    stdout: '',
    stderr: call.args.includes('-s') ? lines.map((line) => `<13>${tag}: ${line}\n`).join('') : '',
  };
};

/** `fsfreeze --freeze|--unfreeze MOUNT`: suspends the writes of the root file system, which /proc/mounts names. */
const fsfreeze: Tool = (call) => {
  const [mount] = call.args.filter((argument) => !argument.startsWith('-'));
  const freezes = call.args.some((argument) => argument === '-f' || argument === '--freeze');
  const thaws = call.args.some((argument) => argument === '-u' || argument === '--unfreeze');
  if (freezes === thaws) return failure('fsfreeze: neither --freeze or --unfreeze specified');
  if (mount === undefined) return failure('fsfreeze: no filename specified');
  const tree = call.files.whole();
  const refused = (reason: string) =>
    failure(`fsfreeze: ${mount}: ${freezes ? 'freeze' : 'unfreeze'} failed: ${reason}`);
  if (call.user !== 'root') return refused('Operation not permitted');
  if (!call.files.isDirectory(call.path(mount))) return failure(`fsfreeze: ${mount}: is not a directory`);
  if (call.path(mount) !== '/') return refused('Operation not supported');
  if (freezes && tree.isSuspended) return refused('Device or resource busy');
  if (thaws && !tree.isSuspended) return refused('Invalid argument');
  if (freezes) tree.suspend();
  else tree.resume();
  return success();
};

export const diskTools: Record<string, Tool> = {
  shred,
  'update-alternatives': alternatives,
  alternatives,
  logger,
  fsfreeze,
  sync: (call) => {
    call.files.whole().syncedAt = call.files.now();
    return success();
  },
  fstrim: () => success(),
  ldconfig: (call) => {
    call.files.write('/etc/ld.so.cache', call.files.list('/usr/local/lib').join('\n'));
    return success();
  },
};
