import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { distribution } from '../../process/system';
import { environmentOf, findGroup, findUser, groupsOf, users } from '../../file/users';

/** Runs words (or a login shell's -c) as another user. */
function runAs(
  call: ToolCall,
  user: string,
  words: string[],
  environment: Record<string, string>,
  cwd = call.cwd,
): Promise<Outcome> {
  return call.start({ words, user, cwd, environment, stdin: call.stdin });
}

/** `sudo [-u USER] [-E] [-i|-H] [NAME=VALUE…] PROGRAM…`: everybody but a plain new user may, as the base images say. */
const sudo: Tool = (call): Outcome | Promise<Outcome> => {
  const args = [...call.args];
  let user = 'root';
  let keeps = false;
  let isLogin = false;
  while (args[0]?.startsWith('-') === true) {
    const option = args.shift() as string;
    if (option === '--') break;
    if (option === '-u' || option === '--user') user = args.shift() ?? '';
    else if (option.startsWith('--user=')) user = option.slice('--user='.length);
    else if (option === '-g' || option === '-p' || option === '-C') args.shift();
    else if (/^-E$|^--preserve-env/.test(option)) keeps = true;
    else if (option === '-i' || option === '--login' || option === '-s') isLogin = true;
    else if (/^-[nHSbkKv]+$|^--non-interactive$/.test(option)) keeps ||= option.includes('E');
    else if (/^-[nHSE]+$/.test(option)) keeps = true;
    else return notModeled(call, `option ${option}`);
  }
  const target = findUser(call.files, user);
  if (target === undefined)
    return failure(`sudo: unknown user ${user}\nsudo: error initializing audit plugin sudoers_audit`);
  const mayAlready =
    call.user === 'root' ||
    call.system.files
      .list('/etc/sudoers.d')
      .some((name) => call.system.files.text(`/etc/sudoers.d/${name}`).startsWith(`${call.user} `));
  if (!mayAlready) return failure(`${call.user} is not in the sudoers file.`);
  const given: Record<string, string> = {};
  while (/^[A-Za-z_]\w*=/.test(args[0] ?? '')) {
    const [name = '', value = ''] = (args.shift() as string).split(/=(.*)/s);
    given[name] = value;
  }
  const environment = {
    ...(keeps ? call.environment : { TERM: call.environment.TERM ?? 'unknown' }),
    ...environmentOf(call.files, user),
    SUDO_USER: call.user,
    ...given,
  };
  if (args.length === 0)
    return isLogin ? runAs(call, user, ['bash'], environment, target.home) : failure('usage: sudo [-u user] command');
  if (isLogin)
    return call.start({
      script: args
        .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
        .join(' '),
      user,
      cwd: target.home,
      environment,
      stdin: call.stdin,
    });
  return runAs(call, user, args, environment);
};

/** `su [-] USER -c SCRIPT`; `runuser` too, which root alone may use, and which runs words with -u. */
const su: Tool = (call): Outcome | Promise<Outcome> => {
  const args = [...call.args];
  let script: string | undefined;
  let isLogin = false;
  let given: string | undefined;
  const operands: string[] = [];
  for (let word = args.shift(); word !== undefined; word = args.shift()) {
    if (word === '-c' || word === '--command') script = args.shift();
    else if (word.startsWith('--command=')) script = word.slice('--command='.length);
    else if (word === '-' || word === '-l' || word === '--login') isLogin = true;
    else if (word === '-s' || word === '--shell') args.shift();
    else if (call.name === 'runuser' && (word === '-u' || word === '--user')) given = args.shift();
    else if (word === '--' || (given !== undefined && !word.startsWith('-')))
      operands.push(...(word === '--' ? [] : [word]), ...args.splice(0));
    else if (word.startsWith('-')) return notModeled(call, `option ${word}`);
    else operands.push(word);
  }
  const name = given ?? operands[0] ?? 'root';
  if (call.user !== 'root')
    return failure(call.name === 'su' ? 'su: Authentication failure' : 'runuser: may not be used by non-root users');
  const user = findUser(call.files, name);
  if (user === undefined)
    return failure(
      `${call.name}: user ${name} does not exist or the user entry does not contain all the required fields`,
    );
  if (given !== undefined)
    return operands.length === 0
      ? failure('runuser: no command was specified')
      : runAs(call, name, operands, call.environment);
  if (script === undefined) return notModeled(call, 'an interactive shell');
  if (/\/(nologin|false)$/.test(user.shell) && !call.args.some((word) => /^(-s|--shell)/.test(word)))
    return failure('This account is currently not available.');
  return call.start({
    script,
    user: name,
    cwd: isLogin ? user.home : call.cwd,
    environment: environmentOf(call.files, name),
    stdin: call.stdin,
  });
};

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
