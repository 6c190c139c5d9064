import { shellLibrary } from '../../script/library';
import { withFunctions } from '../../script/shell-memory';
import { type Tool, failure, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { lookupTools } from './lookup';
import { modeOf } from '../file/modes';

/** `.background N`: starts the Nth background statement of this shell and goes on. */
const background: Tool = (call) => {
  const { process, system } = call;
  const job = process.memory.jobs[Number(call.args[0])];
  if (job === undefined) return failure('background job is missing', 70);
  const variables = Object.fromEntries(call.variables);
  const started = system.processes.background({
    tree: withFunctions(process.memory, [job]),
    cwd: call.cwd,
    environment: call.environment,
    variables,
    user: process.user,
    command: describe(job),
  });
  process.jobs.set(started.process.pid, started.done);
  call.variables.set('LAST_BACKGROUND_PID', String(started.process.pid));
  return success();
};

function describe(job: object): string {
  const words: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (node !== null && typeof node === 'object') {
      const { type, value, parts, name, args, pipelines, commands, body } = node as Record<string, unknown>;
      if (type === 'Word') words.push(((parts ?? []) as { value?: string }[]).map((part) => part.value ?? '').join(''));
      else if (value === undefined) [name, args, pipelines, commands, body].forEach(visit);
    }
  };
  visit(job);
  return words.filter((word) => !word.startsWith('/bin/.')).join(' ');
}

/** `wait [PID…]`: waits for background jobs, prints what they printed, and has the exit code of the last. */
const wait: Tool = async (call) => {
  const { jobs, task, signal } = call.process;
  const pids = call.args.map(Number);
  let outcome = success();
  for (const pid of pids.length > 0 ? pids : [...jobs.keys()]) {
    const job = jobs.get(pid);
    if (job === undefined) return failure(`wait: pid ${pid} is not a child of this shell`, 127);
    const end = await task.waitFor(job, signal);
    jobs.delete(pid);
    if (end !== undefined)
      outcome = {
        exitCode: pids.length > 0 ? end.exitCode : 0,
        stdout: outcome.stdout + end.stdout,
        stderr: outcome.stderr + end.stderr,
      };
  }
  return outcome;
};

/** `trap COMMAND SIGNAL…`: only EXIT ever comes; the others are kept and never run. */
const trap: Tool = (call) => {
  const { traps } = call.process;
  const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
  if (args.length === 0 || args[0] === '-p')
    return success([...traps].map(([name, body]) => `trap -- '${body}' ${name}\n`).join(''));
  const [body = '', ...names] = args.length === 1 ? ['-', ...args] : args;
  for (const given of names) {
    const name = given === '0' ? 'EXIT' : given.replace(/^SIG/, '').toUpperCase();
    if (name === 'ERR' || name === 'DEBUG' || name === 'RETURN')
      return failure(`trap: ${name} is not modeled by this simulation`);
    if (body === '-') traps.delete(name);
    else traps.set(name, body);
  }
  return success();
};

/** `.seconds SECONDS|EPOCHSECONDS`: since the process started, or since 1970, on the simulated clock. */
const seconds: Tool = (call) => {
  const now = call.system.host.clock.now();
  return success(`${Math.floor((call.args[0] === 'SECONDS' ? now - call.process.started : now) / 1000)}\n`);
};

/** `.leave`: keeps the variables for an EXIT trap; the exit code stays what it was. */
const leave: Tool = (call) => {
  call.process.leaving = Object.fromEntries(call.variables);
  return failure('', Number(call.variables.get('?') ?? 0));
};

/** `umask [-S] [MODE]`: what new files of this process and of those it starts do not allow. */
const umask: Tool = (call): Outcome => {
  const { actor } = call.process;
  const given = call.args.find((argument) => !/^-[Sp]$/.test(argument));
  if (given === undefined) {
    const rights = [6, 3, 0].map((shift) =>
      [...'rwx'].filter((_letter, index) => ((~actor.umask >> shift) & (4 >> index)) !== 0).join(''),
    );
    return success(
      call.args.includes('-S')
        ? `u=${rights[0]},g=${rights[1]},o=${rights[2]}\n`
        : `${actor.umask.toString(8).padStart(4, '0')}\n`,
    );
  }
  const mode = modeOf(given, { mode: 0o777 & ~actor.umask, isDirectory: false, umask: 0 });
  if (mode === undefined) return failure(`bash: umask: ${given}: octal number out of range`);
  actor.umask = /^\d/.test(given) ? mode & 0o777 : 0o777 & ~mode;
  return success();
};

/** `.keep-umask` and `.restore-umask`: around a subshell, which hands its exit code on. */
const keepUmask: Tool = ({ process }) => {
  process.umasks.push(process.actor.umask);
  return success();
};

const restoreUmask: Tool = ({ process, variables }) => {
  process.actor.umask = process.umasks.pop() ?? process.actor.umask;
  return failure('', Number(variables.get('?') ?? 0));
};

const jobs: Tool = (call) =>
  success(
    [...call.process.jobs.keys()]
      .map((pid, index) => `[${index + 1}]  Running  ${call.system.processes.find(pid)?.command ?? 'done'}\n`)
      .join(''),
  );

/** Programs of the simulation itself: no disk has them, the rewriting of scripts calls them. */
export const internalTools: Record<string, Tool> = {
  ...lookupTools,
  '.background': background,
  '.wait': wait,
  '.trap': trap,
  '.leave': leave,
  '.seconds': seconds,
  '.umask': umask,
  '.unmodeled': (call) => failure(`bash: ${call.args.join(' ')} is not modeled by this simulation`, 2),
  '.keep-umask': keepUmask,
  '.restore-umask': restoreUmask,
  '.ulimit': (call) => success(call.args.some((arg) => /^\d+$|^unlimited$/.test(arg)) ? '' : 'unlimited\n'),
  '.disown': () => success(),
  '.jobs': jobs,
};

/** Parses a script only to see whether it can be: undefined, or the message. */
export async function syntaxError(script: string): Promise<string | undefined> {
  const { parse } = await shellLibrary();
  try {
    parse(script);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
