import { READ } from '../../file/permissions';
import { withParameters } from '../../script/quoting';
import { type Tool, failure, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { syntaxError } from './internal';

/** `bash`/`sh`: -c, a file, or a script on standard input, each in a process of its own. */
const bash: Tool = async (call): Promise<Outcome> => {
  const args = [...call.args];
  let options = '';
  let inline = false;
  let isSyntaxCheck = false;
  while (args[0]?.startsWith('-') === true || args[0]?.startsWith('+') === true) {
    const option = args.shift() as string;
    if (option === '--') break;
    if (/\s/.test(option)) return failure(`${call.name}: - : invalid option`, 2);
    if (option === '--version') return success('GNU bash, version 5.2.15(1)-release\n');
    if (option === '-o' || option === '+o') options += ` ${option} ${args.shift() ?? ''}`;
    else if (/^--(login|norc|noprofile)$/.test(option)) continue;
    else if (/^-[a-z]*o$/.test(option))
      options += ` ${option.slice(0, -1).length > 1 ? option.slice(0, -1) : ''} -o ${args.shift() ?? ''}`;
    else {
      inline ||= option.includes('c');
      isSyntaxCheck ||= option.includes('n');
      const kept = option.slice(1).replace(/[clins]/g, '');
      if (kept !== '') options += ` -${kept}`;
    }
  }
  const environment = { ...call.environment };
  if (inline) {
    const [script = '', zero = 'bash', ...parameters] = args;
    return call.start({
      script: withParameters(script, parameters, options.trim()),
      environment: { ...environment, 0: zero },
      stdin: call.stdin,
    });
  }
  const [file, ...parameters] = args;
  let script = Buffer.from(call.stdin, 'latin1').toString('utf8');
  if (file !== undefined) {
    const path = call.path(file);
    if (call.system.files.exists(path) && !call.files.allows(path, READ))
      return failure(`${call.name}: ${file}: Permission denied`, 126);
    if (!call.files.exists(path)) return failure(`${call.name}: ${file}: No such file or directory`, 127);
    if (call.files.isDirectory(path)) return failure(`${call.name}: ${file}: Is a directory`, 126);
    script = call.files.text(path);
  }
  if (isSyntaxCheck) {
    const problem = await syntaxError(script);
    return problem === undefined ? success() : failure(`${file ?? call.name}: ${problem}`, 2);
  }
  return call.start({
    script: withParameters(script, parameters, options.trim()),
    environment: { ...environment, 0: file ?? call.name },
    ...(file === undefined ? {} : { stdin: call.stdin }),
  });
};

const hostname: Tool = (call) => {
  const name = call.system.hostname();
  if (call.args[0] === undefined || call.args[0] === '-f' || call.args[0] === '--fqdn') return success(`${name}\n`);
  if (call.args[0] === '-s') return success(`${name.split('.')[0]}\n`);
  if (call.args[0] === '-I' || call.args[0] === '-i') return success(`${call.system.facts.privateIp}\n`);
  if (call.args[0].startsWith('-'))
    return failure(`hostname: option ${call.args[0]} is not modeled by this simulation`);
  call.files.write('/etc/hostname', `${call.args[0]}\n`);
  return success();
};

/** `history`: nothing is kept in scripts; -c empties what a session has typed so far. */
const history: Tool = (call) => {
  if (call.args.includes('-c')) call.variables.set('HISTORY_CLEARED', '1');
  return success();
};

export const shellTools: Record<string, Tool> = {
  bash,
  sh: bash,
  hostname,
  history,
  whoami: (call) => success(`${call.user}\n`),
};
