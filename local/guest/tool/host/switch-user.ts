import { type Tool, type ToolCall, failure, notModeled } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { environmentOf, findUser } from '../../file/users';

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
export const sudo: Tool = (call): Outcome | Promise<Outcome> => {
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
export const su: Tool = (call): Outcome | Promise<Outcome> => {
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
