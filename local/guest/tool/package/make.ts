import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

interface Rule {
  readonly needs: string[];
  readonly recipe: string[];
}

interface Makefile {
  readonly variables: Map<string, string>;
  readonly rules: Map<string, Rule>;
  readonly phony: Set<string>;
  first: string | undefined;
}

/** Replaces $(NAME) and ${NAME}; a function call such as $(shell …) is not modeled, and says so. */
function expand(text: string, variables: Map<string, string>, automatic: Record<string, string> = {}): string {
  return text.replace(
    /\$(?:\(([^)]*)\)|\{([^}]*)\}|([@<^$]))/g,
    (_whole, round?: string, curly?: string, letter?: string) => {
      if (letter === '$') return '$';
      if (letter !== undefined) return automatic[letter] ?? '';
      const name = round ?? curly ?? '';
      if (/[\s,:]/.test(name)) throw new Error(`$(${name}) is not modeled by this simulation's make`);
      return expand(variables.get(name) ?? '', variables, automatic);
    },
  );
}

function read(call: ToolCall, path: string, makefile: Makefile, fixed: Set<string>): void {
  let current: Rule | undefined;
  for (const line of call.files.text(path).replaceAll('\\\n', ' ').split('\n')) {
    if (line.startsWith('\t')) {
      current?.recipe.push(line.slice(1));
      continue;
    }
    const text = line.replace(/(^|[^\\])#.*$/, '$1').trimEnd();
    if (text.trim() === '') continue;
    const assignment = /^([\w.-]+)\s*(\+=|\?=|:=|::=|=)\s*(.*)$/.exec(text);
    const included = /^(-?)include\s+(.+)$/.exec(text);
    const rule = /^([^:=]+)::?(?!=)\s*(.*)$/.exec(text);
    if (included !== null) {
      const name = call.path(expand(included[2] ?? '', makefile.variables).trim());
      if (call.files.exists(name)) read(call, name, makefile, fixed);
      else if (included[1] === '') throw new Error(`${included[2]}: No such file or directory`);
    } else if (assignment !== null) {
      const [, name = '', operator = '=', value = ''] = assignment;
      if (fixed.has(name) || (operator === '?=' && makefile.variables.has(name))) continue;
      const before = makefile.variables.get(name);
      makefile.variables.set(
        name,
        operator === '+=' && before !== undefined
          ? `${before} ${value}`
          : operator.startsWith(':')
            ? expand(value, makefile.variables)
            : value,
      );
      current = undefined;
    } else if (rule !== null) {
      const targets = expand(rule[1] ?? '', makefile.variables)
        .trim()
        .split(/\s+/);
      const [needs = '', inline] = expand(rule[2] ?? '', makefile.variables).split(/;(.*)/s);
      current = {
        needs: needs
          .trim()
          .split(/\s+/)
          .filter((one) => one !== ''),
        recipe: inline === undefined ? [] : [inline.trim()],
      };
      if (targets[0] === '.PHONY') current.needs.forEach((name) => makefile.phony.add(name));
      else {
        if (targets.some((target) => target.includes('%')))
          throw new Error(`the pattern rule "${text}" is not modeled by this simulation's make`);
        for (const target of targets) makefile.rules.set(target, current);
        makefile.first ??= targets[0];
      }
    } else throw new Error(`${path}: *** "${text}" is not modeled by this simulation's make.  Stop.`);
  }
}

async function build(
  call: ToolCall,
  makefile: Makefile,
  target: string,
  done: Map<string, boolean>,
  log: Outcome,
): Promise<boolean> {
  const before = done.get(target);
  if (before !== undefined) return before;
  const rule = makefile.rules.get(target);
  const node = call.files.node(call.path(target));
  if (rule === undefined) {
    if (node === undefined) throw new Error(`*** No rule to make target '${target}'.  Stop.`);
    done.set(target, false);
    return false;
  }
  let isStale = node === undefined || makefile.phony.has(target);
  for (const need of rule.needs) {
    const changed = await build(call, makefile, need, done, log);
    isStale ||= changed || (call.files.node(call.path(need))?.modified ?? 0) > (node?.modified ?? 0);
  }
  done.set(target, isStale);
  if (!isStale) return false;
  const automatic = { '@': target, '<': rule.needs[0] ?? '', '^': [...new Set(rule.needs)].join(' ') };
  for (const recipe of rule.recipe) {
    const [, marks = '', text = ''] = /^\s*([-@+]*)([\s\S]*)$/.exec(recipe) ?? [];
    const command = expand(text, makefile.variables, automatic);
    if (command.trim() === '') continue;
    if (!marks.includes('@') && !call.args.includes('-s')) log.stdout += `${command}\n`;
    const outcome = await call.start({ script: command });
    log.stdout += outcome.stdout;
    log.stderr += outcome.stderr;
    if (outcome.exitCode !== 0 && !marks.includes('-'))
      throw new Error(`*** [Makefile: ${target}] Error ${outcome.exitCode}`);
  }
  return true;
}

/** `make [-C DIRECTORY] [-f FILE] [-jN] [NAME=VALUE…] [TARGET…]`: runs the recipes of a Makefile in the shell. */
const make: Tool = async (call): Promise<Outcome> => {
  const args = [...call.args];
  let { cwd } = call;
  let file: string | undefined;
  const targets: string[] = [];
  const given = new Map<string, string>();
  while (args.length > 0) {
    const argument = args.shift() as string;
    if (argument === '--version' || argument === '-v')
      return success('GNU Make 4.3\nBuilt for x86_64-koji-linux-gnu\n');
    if (argument === '-C' || argument === '--directory') cwd = call.path(args.shift() ?? '.');
    else if (argument === '-f') file = args.shift();
    else if (argument === '-j' && /^\d+$/.test(args[0] ?? '')) args.shift();
    else if (/^-(j\d*|s|k|B|w|i)$|^--(jobs|silent|no-print-directory)(=.*)?$/.test(argument)) continue;
    else if (argument.startsWith('-')) return notModeled(call, `option ${argument}`);
    else if (/^\w+=/.test(argument))
      given.set(argument.slice(0, argument.indexOf('=')), argument.slice(argument.indexOf('=') + 1));
    else targets.push(argument);
  }
  const here: ToolCall = {
    ...call,
    cwd,
    path: (path) => (path.startsWith('/') ? path : `${cwd}/${path}`),
    start: (start) => call.start({ ...start, cwd }),
  };
  const name = file ?? ['GNUmakefile', 'makefile', 'Makefile'].find((one) => here.files.exists(here.path(one)));
  if (name === undefined || !here.files.exists(here.path(name))) {
    return failure(
      targets[0] === undefined
        ? 'make: *** No targets specified and no makefile found.  Stop.'
        : `make: *** No rule to make target '${targets[0]}'.  Stop.`,
      2,
    );
  }
  const makefile: Makefile = {
    variables: new Map([['CC', 'cc'], ['MAKE', 'make'], ['CURDIR', cwd], ...given]),
    rules: new Map(),
    phony: new Set(),
    first: undefined,
  };
  const log = success();
  try {
    read(here, here.path(name), makefile, new Set(given.keys()));
    const done = new Map<string, boolean>();
    for (const target of targets.length > 0 ? targets : [makefile.first ?? 'all']) {
      const changed = await build(here, makefile, target, done, log);
      if (!changed)
        log.stdout += `make: ${makefile.phony.has(target) ? `Nothing to be done for '${target}'.` : `'${target}' is up to date.`}\n`;
    }
    return log;
  } catch (error) {
    return { exitCode: 2, stdout: log.stdout, stderr: `${log.stderr}make: ${(error as Error).message}\n` };
  }
};

export const makeTools: Record<string, Tool> = { make };
