import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { distribution } from '../../process/system';
import { findGroup, findUser, groupsOf, users } from '../../file/users';
import { su, sudo } from './switch-user';

/** `id [-ugGn] [USER]`: of the process, its groups are those that it began with. */
const id: Tool = (call): Outcome => {
  const name = call.args.find((argument) => !argument.startsWith('-'));
  const user = findUser(call.files, name ?? call.user);
  if (user === undefined) return failure(`id: '${name ?? call.user}': no such user`);
  const names = name === undefined ? call.process.actor.groups : groupsOf(call.files, name);
  const all = names.map((one) => ({ name: one, gid: findGroup(call.files, one)?.gid ?? user.gid }));
  const flags = call.args
    .filter((argument) => argument.startsWith('-'))
    .join('')
    .replace('--user', 'u')
    .replace('--groups', 'G')
    .replace('--group', 'g')
    .replace('--name', 'n');
  const shown = flags.includes('G') ? all : all.slice(0, 1);
  if (flags.includes('u')) return success(`${flags.includes('n') ? user.name : user.uid}\n`);
  if (/g/i.test(flags))
    return success(`${shown.map((group) => (flags.includes('n') ? group.name : group.gid)).join(' ')}\n`);
  if (flags.includes('n')) return failure('id: cannot print only names or real IDs in default format');
  return success(
    `uid=${user.uid}(${user.name}) gid=${user.gid}(${all[0]?.name}) groups=${all.map((group) => `${group.gid}(${group.name})`).join(',')}\n`,
  );
};

const mustBeRoot = (call: ToolCall): Outcome | undefined =>
  call.user === 'root'
    ? undefined
    : failure(`${call.name}: Permission denied.\n${call.name}: cannot lock /etc/passwd; try again later.`);

const useradd: Tool = (call): Outcome => {
  const refused = mustBeRoot(call);
  if (refused !== undefined) return refused;
  const args = [...call.args];
  let shell = '/bin/bash';
  let home: string | undefined;
  let uid: number | undefined;
  let name = '';
  while (args.length > 0) {
    const argument = args.shift() as string;
    if (argument === '-s' || argument === '--shell') shell = args.shift() ?? shell;
    else if (argument === '-d' || argument === '--home-dir' || argument === '--home') home = args.shift();
    else if (argument === '-u' || argument === '--uid') uid = Number(args.shift());
    else if (/^-[gGcek]$|^--(gid|groups|comment)$/.test(argument)) args.shift();
    else if (/^-[mMrNUlo]+$|^--(system|create-home|no-create-home|user-group|no-user-group)$/.test(argument)) continue;
    else if (argument.startsWith('-')) return notModeled(call, argument);
    else name = argument;
  }
  if (name === '') return failure('Usage: useradd [options] LOGIN', 2);
  if (findUser(call.files, name) !== undefined) return failure(`useradd: user '${name}' already exists`, 9);
  const number = uid ?? Math.max(1001, ...users(call.files).map((one) => (one.uid < 60_000 ? one.uid : 0))) + 1;
  const directory = home ?? `/home/${name}`;
  call.files.append('/etc/passwd', `${name}:x:${number}:${number}::${directory}:${shell}\n`);
  call.files.append('/etc/group', `${name}:x:${number}:\n`);
  call.files.append('/etc/shadow', `${name}:!:19000::::::\n`);
  if (!call.args.includes('-M') && !(call.args.includes('-r') && !call.args.includes('-m'))) {
    call.files.makeDirectory(directory, distribution(call.files) === 'ubuntu' ? 0o750 : 0o700);
    for (const file of call.files.list('/etc/skel')) call.files.copy(`/etc/skel/${file}`, `${directory}/${file}`);
    for (const path of call.files.paths(directory))
      call.files.change(path, { owner: { user: name, group: name } }, false);
  }
  return success();
};

const withoutLine = (call: ToolCall, path: string, name: string) => {
  call.files.write(
    path,
    call.files
      .textOr(path)
      .split('\n')
      .filter((line) => !line.startsWith(`${name}:`))
      .join('\n'),
  );
};

const userdel: Tool = (call): Outcome => {
  const refused = mustBeRoot(call);
  const name = call.args.find((argument) => !argument.startsWith('-')) ?? '';
  const user = findUser(call.files, name);
  if (refused !== undefined) return refused;
  if (user === undefined) return failure(`userdel: user '${name}' does not exist`, 6);
  for (const path of ['/etc/passwd', '/etc/group', '/etc/shadow']) withoutLine(call, path, name);
  if (call.args.some((argument) => /^-[a-z]*r|^--remove$/.test(argument))) call.files.remove(user.home);
  return success();
};

/** `passwd -l|-u|-d USER`: marks the entry in /etc/shadow. */
const passwd: Tool = (call): Outcome => {
  const refused = mustBeRoot(call);
  if (refused !== undefined) return refused;
  const flag = call.args.find((argument) => argument.startsWith('-'));
  const name = call.args.find((argument) => !argument.startsWith('-')) ?? call.user;
  if (findUser(call.files, name) === undefined) return failure(`passwd: Unknown user name '${name}'.`);
  if (flag === undefined || !/^-[lud]$/.test(flag)) return notModeled(call, flag ?? 'typing a password');
  const marks: Record<string, string> = { '-l': '!!', '-u': '*', '-d': '' };
  withoutLine(call, '/etc/shadow', name);
  call.files.append('/etc/shadow', `${name}:${marks[flag] ?? ''}:19000::::::\n`);
  return success(`${flag === '-l' ? 'Locking password' : 'Changing password'} for user ${name}.\npasswd: Success\n`);
};

const groupadd: Tool = (call): Outcome => {
  const refused = mustBeRoot(call);
  const name = call.args.filter((argument) => !argument.startsWith('-')).pop() ?? '';
  if (refused !== undefined) return refused;
  if (
    call.files
      .textOr('/etc/group')
      .split('\n')
      .some((line) => line.startsWith(`${name}:`))
  )
    return call.args.includes('-f') ? success() : failure(`groupadd: group '${name}' already exists`, 9);
  call.files.append('/etc/group', `${name}:x:${2000 + call.files.textOr('/etc/group').split('\n').length}:\n`);
  return success();
};

/** `usermod`: adding to groups, which the disk records. */
const usermod: Tool = (call): Outcome => {
  const refused = mustBeRoot(call);
  if (refused !== undefined) return refused;
  const name = call.args[call.args.length - 1] ?? '';
  const index = call.args.findIndex((argument) => /^-a?G$/.test(argument));
  if (findUser(call.files, name) === undefined) return failure(`usermod: user '${name}' does not exist`, 6);
  if (index < 0) return notModeled(call, call.args.join(' '));
  for (const group of (call.args[index + 1] ?? '').split(',')) {
    const text = call.files.textOr('/etc/group');
    const line = text.split('\n').find((one) => one.startsWith(`${group}:`));
    if (line === undefined) return failure(`usermod: group '${group}' does not exist`, 6);
    const members = line
      .slice(line.lastIndexOf(':') + 1)
      .split(',')
      .filter((one) => one !== '' && one !== name);
    call.files.write(
      '/etc/group',
      text.replace(line, `${line.slice(0, line.lastIndexOf(':') + 1)}${[...members, name].join(',')}`),
    );
  }
  return success();
};

const getent: Tool = (call): Outcome => {
  const [database = '', key] = call.args;
  const path = { passwd: '/etc/passwd', group: '/etc/group', hosts: '/etc/hosts' }[database];
  if (path === undefined) return failure(`Unknown database: ${database}`, 1);
  const lines = call.files
    .textOr(path)
    .split('\n')
    .filter(
      (line) =>
        line !== '' &&
        (key === undefined ||
          line.startsWith(`${key}:`) ||
          line.split(':')[2] === key ||
          line.split(/\s+/).includes(key)),
    );
  return { exitCode: lines.length === 0 ? 2 : 0, stdout: lines.map((line) => `${line}\n`).join(''), stderr: '' };
};

/** `groups [USER]`. */
const groups: Tool = (call) => {
  const [name] = call.args;
  return success(
    `${name === undefined ? '' : `${name} : `}${(name === undefined ? call.process.actor.groups : groupsOf(call.files, name)).join(' ')}\n`,
  );
};

export const userTools: Record<string, Tool> = {
  sudo,
  su,
  runuser: su,
  id,
  groups,
  useradd,
  adduser: useradd,
  userdel,
  usermod,
  groupadd,
  passwd,
  getent,
};
