import type { Command, ResolvedCommandContext } from 'just-bash';
import { resolvePath } from '../file/nodes';
import type { Process } from '../process/state';
import { withoutMark, withReasons } from '../file/refusals';
import type { System } from '../process/system';
import { type Start, type Tool, type ToolCall, failure, notModeled } from '../process/tool';
import type { Outcome } from '../process/outcome';
import { agentTools } from '../tool/host/agent';
import { awsTools } from '../tool/network/aws';
import { fileTools } from '../tool/file/files';
import { cloudInitTools } from '../tool/host/cloud-init';
import { compilerTools } from '../tool/package/compiler';
import { copyTools } from '../tool/file/copy';
import { diskTools } from '../tool/file/disks';
import { environmentTools, releaseTools } from '../tool/host/environment';
import { executeTools } from '../tool/command/execute';
import { gpuTools } from '../tool/host/gpu';
import { installedVersion, rpmTools } from '../tool/package/rpm';
import { aptTools } from '../tool/package/apt';
import { aptDailyTools } from '../tool/package/apt-daily';
import { hardwareTools } from '../tool/host/hardware';
import { kernelTools } from '../tool/host/kernel';
import { internalTools } from '../tool/command/internal';
import { jobTools } from '../tool/command/jobs';
import { listTools } from '../tool/file/list';
import { whichTools } from '../tool/command/lookup';
import { makeTools } from '../tool/package/make';
import { modeTools } from '../tool/file/modes';
import { networkTools } from '../tool/network/transfer';
import { pipTools } from '../tool/package/pip';
import { powerTools } from '../tool/host/power';
import { pythonTools } from '../tool/python/command';
import { searchTools } from '../tool/file/search';
import { secretTools } from '../tool/host/secrets';
import { shellTools } from '../tool/command/shells';
import { systemctlTools } from '../tool/host/systemctl';
import { textTools } from '../tool/file/text';
import { timeTools } from '../tool/host/time';
import { userTools } from '../tool/host/users';
import { yumTools } from '../tool/package/yum';

/** The embedded shell's own programs that every base image has. */
export const coreCommands: ReadonlySet<string> = new Set(
  (
    'echo cat printf ls mkdir rmdir touch rm cp mv ln chmod pwd readlink head tail wc stat grep fgrep egrep sed awk sort uniq comm cut ' +
    'paste tr rev nl fold expand unexpand strings split column join tee find basename dirname du env printenv alias unalias history ' +
    'xargs true false clear bash sh base64 diff date sleep timeout seq expr md5sum sha1sum sha256sum help which tac hostname od gzip ' +
    'gunzip zcat tar time whoami'
  ).split(' '),
);

/** Programs of the embedded shell that a package brings: they work once the package's file is on the disk. */
const packagedCommands: ReadonlySet<string> = new Set(['jq', 'tree', 'file', 'rg', 'sqlite3', 'yq']);

/** Simulated programs that stand in for one of the embedded shell's own; they are on every disk. */
const replaced: Record<string, Tool> = {
  ...shellTools,
  ...environmentTools,
  ...timeTools,
  ...listTools,
  ...searchTools,
  ...textTools,
  ...whichTools,
  ...copyTools,
  ...modeTools,
};

/** Simulated programs that a file on the disk calls by name. */
const programs: Record<string, Tool> = {
  ...agentTools,
  ...awsTools,
  ...fileTools,
  ...cloudInitTools,
  ...compilerTools,
  ...diskTools,
  ...gpuTools,
  ...rpmTools,
  ...aptTools,
  ...aptDailyTools,
  ...hardwareTools,
  ...kernelTools,
  ...jobTools,
  ...makeTools,
  ...networkTools,
  ...pipTools,
  ...powerTools,
  ...pythonTools,
  ...releaseTools,
  ...secretTools,
  ...systemctlTools,
  ...userTools,
  ...yumTools,
};

/** `.program NAME ARGUMENTS`: what the file of every simulated program runs. */
const program: Tool = async (call) => {
  const [name = '', ...args] = call.args;
  const tool = programs[name];
  if (tool !== undefined) return tool({ ...call, name, args });
  if (coreCommands.has(name)) return call.start({ words: [name, ...args], stdin: call.stdin });
  if (packagedCommands.has(name)) return call.builtin([name, ...args]);
  const version = installedVersion(call.files, name);
  if (args.length === 1 && /^(--version|-V|-v|version)$/.test(args[0] ?? '') && version !== undefined)
    return { exitCode: 0, stdout: `${name} ${version}\n`, stderr: '' };
  return notModeled({ ...call, name }, 'what this program does');
};

const hidden: Record<string, Tool> = { '.program': program, ...executeTools, ...internalTools };
export const hiddenPrograms: ReadonlySet<string> = new Set(Object.keys(hidden));
/** Every program that a base image or a package may put on a disk. */
export const programNames: ReadonlySet<string> = new Set([
  ...Object.keys(programs),
  ...coreCommands,
  ...packagedCommands,
]);

async function packaged(context: ResolvedCommandContext, words: string[]): Promise<Outcome> {
  const { Bash } = await import('just-bash');
  const shell = new Bash({ fs: context.fs, cwd: context.cwd, commands: [words[0] as never], defenseInDepth: false });
  const result = await shell.exec(`/bin/${words[0]}`, {
    args: words.slice(1),
    stdin: context.stdin as unknown as string,
    stdinKind: 'bytes',
  });
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}

function callOf(
  system: System,
  process: Process,
  name: string,
  args: string[],
  context: ResolvedCommandContext,
): ToolCall {
  const environment = { ...context.exportedEnv };
  const cwd = context.cwd;
  return {
    name,
    args,
    system,
    process,
    cwd,
    environment,
    files: system.files.as(process.actor),
    user: process.user,
    variables: context.env,
    // Looking at it takes it away from what runs next in a loop.
    get stdin() {
      return withoutMark(context.stdin as unknown as string);
    },
    signal: process.signal,
    spend: (seconds) => process.task.spend(seconds * 1000, process.signal),
    start: (start: Start) => system.processes.foreground(process, { cwd, environment, user: process.user, ...start }),
    builtin: async (words) =>
      packagedCommands.has(words[0] ?? '')
        ? packaged(context, words)
        : ((await context.origCommand?.(words)) ?? failure(`${name}: command not found`, 127)),
    path: (path) => resolvePath(cwd, path),
  };
}

/** One of the embedded shell's own programs, as it is. */
const own: Tool = (call) => call.builtin(call.args);
/** What the embedded shell does without looking at a file. */
const builtins = new Set('echo printf pwd true false alias unalias help time clear xargs'.split(' '));

/** A program of that name under /usr/bin: what its file says decides, so that links and replaced files count. */
const byFile =
  (name: string): Tool =>
  async (call) => {
    const [, target, first] =
      /^#!\/bin\/sh\nexec \/bin\/\.program (\S+)(?: (\S+))? "\$@"\n$/.exec(
        call.system.files.textOr(`/usr/bin/${name}`),
      ) ?? [];
    if (target === undefined)
      return call.start({ words: ['/bin/.execute', `/usr/bin/${name}`, ...call.args], stdin: call.stdin });
    return program({
      ...call,
      name: '.program',
      args: [target, ...(first === undefined ? [] : [first]), ...call.args],
    });
  };

/** Names that are only links on the disks, to a program of another name. */
const linked = ['python', 'python3'];
const registered: Record<string, Tool> = {
  ...Object.fromEntries([...coreCommands].filter((name) => !builtins.has(name)).map((name) => [name, own])),
  ...Object.fromEntries([...Object.keys(programs), ...packagedCommands, ...linked].map((name) => [name, byFile(name)])),
  ...replaced,
  ...hidden,
};

/** What the embedded shell knows by name. */
export const registeredPrograms: ReadonlySet<string> = new Set([...Object.keys(registered), ...coreCommands]);

/** What a program says of what the file system refused it, where it does not say so itself. */
function refusal(call: ToolCall, error: unknown): Outcome {
  const { code, path = '' } = error as { code?: string; path?: string };
  if (code !== 'EACCES' && code !== 'EPERM') throw error;
  const [name, ...words] =
    call.name === '.program' ? call.args : [call.name.startsWith('.') ? 'bash' : call.name, ...call.args];
  const spelled = words.find((word) => call.path(word) === path) ?? path;
  return failure(`${name}: ${spelled}: ${code === 'EPERM' ? 'Operation not permitted' : 'Permission denied'}`);
}

async function run(call: ToolCall, tool: Tool): Promise<Outcome> {
  const { refused } = call.process.actor;
  const before = [...refused];
  refused.clear();
  const file = `/usr/bin/${call.name}`;
  if (!hiddenPrograms.has(call.name) && call.system.files.exists(file) && !call.files.isProgram(file)) {
    return failure(`bash: ${file}: Permission denied`, 126);
  }
  try {
    const outcome = await tool(call);
    return { ...outcome, stderr: withReasons(outcome.stderr, refused, call.args, call.path) };
  } catch (error) {
    return refusal(call, error);
  } finally {
    // What runs it may not have told yet what was refused to itself.
    refused.clear();
    before.forEach(([path, reason]) => refused.set(path, reason));
  }
}

/** Returns the commands of one process, for the embedded shell. */
export function commandsFor(system: System, process: Process): Command[] {
  return Object.entries(registered).map(([name, tool]) => ({
    name,
    execute: async (args: string[], context: ResolvedCommandContext) => {
      const { bytes, ...outcome } = await run(callOf(system, process, name, args, context), tool);
      return {
        ...outcome,
        ...(bytes === undefined ? {} : { stdoutKind: bytes ? ('bytes' as const) : ('text' as const) }),
      };
    },
  }));
}
