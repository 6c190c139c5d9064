import { isUtf8 } from 'node:buffer';
import type { CommandName } from 'just-bash';
import type { ShellEnd, ShellStart } from '../process/launch';
import { shellLibrary } from '../script/library';
import { executionLimits, limitOf, withoutAbort, withoutLimit } from '../script/limits';
import { signalNumbers, type Process } from '../process/state';
import { quote } from '../script/quoting';
import { withoutMark } from '../file/refusals';
import { withFunctions, type Reader } from '../script/shell-memory';
import { rewriteScript } from '../script/tree';
import { shellFiles } from './files';
import type { System } from '../process/system';
import { commandsFor, coreCommands, hiddenPrograms, registeredPrograms } from './tools';

const userId = (system: System, user: string): number => {
  const line = system.files
    .textOr('/etc/passwd')
    .split('\n')
    .find((one) => one.startsWith(`${user}:`));
  return Number(line?.split(':')[2] ?? (user === 'root' ? 0 : 1000));
};

const readerOf = ({ user }: Process, parse: Reader['parse']): Reader => ({
  isRoot: user === 'root',
  known: registeredPrograms,
  parse,
});

async function execute(
  system: System,
  process: Process,
  start: ShellStart,
  streams?: { stdout: string; stderr: string },
): Promise<ShellEnd> {
  const { Bash, getCommandNames, parse } = await shellLibrary();
  const bash = new Bash({
    fs: shellFiles(system.files.as(process.actor), hiddenPrograms),
    cwd: start.cwd,
    env: { HOSTNAME: system.hostname(), ...start.environment },
    commands: getCommandNames().filter((name) => coreCommands.has(name)) as CommandName[],
    customCommands: commandsFor(system, process),
    executionLimits,
    defenseInDepth: false,
    processInfo: {
      pid: process.pid,
      ppid: process.parent?.pid ?? 1,
      uid: userId(system, process.user),
      gid: userId(system, process.user),
    },
  });
  let first = true;
  start.functions?.forEach((definition, name) => process.memory.functions.set(name, definition));
  bash.registerTransformPlugin({
    name: 'guest',
    transform: ({ ast }) => {
      const isFirst = first;
      first = false;
      if (isFirst && start.tree !== undefined) return { ast: start.tree };
      const before = isFirst && start.functions !== undefined ? [...start.functions.values()] : [];
      const script = rewriteScript(ast, process.memory, readerOf(process, parse), isFirst ? streams : undefined);
      return { ast: { ...script, statements: [...before, ...script.statements] } };
    },
  });
  const text = start.tree !== undefined ? ':' : (start.script ?? quote(start.words?.[0] ?? ''));
  const result = await bash.exec(text, {
    rawScript: true,
    signal: process.signal,
    env: start.variables ?? {},
    ...(start.words === undefined ? {} : { args: start.words.slice(1) }),
    ...(start.stdin === undefined ? {} : { stdin: start.stdin, stdinKind: 'bytes' as const }),
  });
  return {
    exitCode: result.exitCode,
    stdout: withoutMark(result.stdout),
    stderr: withoutMark(result.stderr),
    variables: result.env,
  };
}

async function settle(process: Process, end: ShellEnd): Promise<ShellEnd> {
  const limit = limitOf(end.exitCode, end.stderr);
  if (limit === undefined) return end;
  const stderr = withoutLimit(end.stderr);
  if (limit === 'recursion') return { ...end, exitCode: 139, stderr: `${stderr}Segmentation fault (core dumped)\n` };
  if (limit === 'memory') return { ...end, exitCode: 137, stderr: `${stderr}Killed\n` };
  await process.task.hang(process.signal);
  return { ...end, exitCode: 137, stderr };
}

/** What was printed before, in front of the last of it; what is no text is handed on as bytes. */
function withKept(end: ShellEnd, { stdout, stderr }: Record<'stdout' | 'stderr', Uint8Array[]>): ShellEnd {
  const errors = Buffer.concat(stderr).toString('utf8');
  const bytes = Buffer.concat(stdout);
  if (bytes.length === 0) return { ...end, stderr: errors + end.stderr };
  const isText = !end.bytes && isUtf8(bytes);
  const before = bytes.toString(isText ? 'utf8' : 'latin1');
  const after = isText || end.bytes ? end.stdout : Buffer.from(end.stdout).toString('latin1');
  return { ...end, stdout: before + after, stderr: errors + end.stderr, ...(isText ? {} : { bytes: true }) };
}

/** The embedded shell drops what its programs print once it is ended; a real one has shown it already. */
async function withLastOutput(process: Process, end: ShellEnd): Promise<ShellEnd> {
  const last = await Promise.all([...process.children].map((child) => child.catch(() => undefined)));
  const all = (stream: 'stdout' | 'stderr'): string => last.map((one) => one?.[stream] ?? '').join('');
  return { ...end, stdout: end.stdout + all('stdout'), stderr: end.stderr + all('stderr') };
}

// Numbers of processes begin again at each boot, and what the last boot left ends a moment later.
let devicesMade = 0;

/** Runs a script or a program in a shell of its own and then its EXIT trap. A killed one ends with 128 + signal. */
export async function runShell(system: System, process: Process, start: ShellStart): Promise<ShellEnd> {
  // A nested script keeps what it prints as well: the embedded shell forgets it when the script is ended.
  const keeps = start.capture === undefined && start.script !== undefined;
  const kept = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const isStreamed = start.capture !== undefined || keeps;
  const device = `/dev/pts/${process.pid}.${(devicesMade += 1)}`;
  const streams = isStreamed ? { stdout: `${device}.out`, stderr: `${device}.err` } : undefined;
  // What the embedded shell says about a limit is for settle(), not for the reader.
  let held = '';
  if (streams !== undefined) {
    const none = () => new Uint8Array(0);
    system.files.device(streams.stdout, none, (bytes) => {
      if (keeps) kept.stdout.push(bytes);
      else start.capture?.add('stdout', Buffer.from(bytes).toString('utf8'));
    });
    system.files.device(streams.stderr, none, (bytes) => {
      const text = Buffer.from(bytes).toString('utf8');
      if (limitOf(126, text) !== undefined) held += text;
      else if (keeps) kept.stderr.push(bytes);
      else start.capture?.add('stderr', text);
    });
  }
  try {
    const raw = await execute(system, process, start, streams);
    let end = withKept(await settle(process, { ...raw, stderr: held + raw.stderr }), kept);
    const trap = process.traps.get('EXIT');
    process.traps.delete('EXIT');
    if (trap !== undefined && !process.signal.aborted) end = await runTrap(system, process, start, end, trap);
    if (process.signal.aborted) {
      const number = signalNumbers[process.killedBy ?? process.parent?.killedBy ?? 'KILL'] ?? 9;
      end = await withLastOutput(process, { ...end, exitCode: 128 + number, stderr: withoutAbort(end.stderr) });
    }
    start.capture?.add('stdout', end.stdout);
    start.capture?.add('stderr', end.stderr);
    return end;
  } finally {
    if (streams !== undefined) {
      system.files.remove(streams.stdout);
      system.files.remove(streams.stderr);
    }
  }
}

async function runTrap(
  system: System,
  process: Process,
  start: ShellStart,
  end: ShellEnd,
  trap: string,
): Promise<ShellEnd> {
  const { parse } = await shellLibrary();
  const body = rewriteScript(
    parse(`(exit ${end.exitCode})\n${trap}\nexit ${end.exitCode}`),
    process.memory,
    readerOf(process, parse),
  );
  const variables = process.leaving ?? end.variables;
  const after = await execute(system, process, {
    tree: withFunctions(process.memory, body.statements),
    cwd: variables.PWD ?? start.cwd,
    environment: start.environment,
    variables,
  });
  return { ...after, stdout: end.stdout + after.stdout, stderr: end.stderr + after.stderr };
}
