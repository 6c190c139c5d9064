import { commands } from './commands/all';
import { complete } from './commands/shell/complete';
import manifest from './package.json';
import { runProgram } from './framework/program';
import { processTerminal } from './framework/terminal';

/** Entry of the `spawn` command: runs it and sets the exit code of the process. */
async function main(): Promise<void> {
  // The SDK's credential chain warns on stderr of Node versions that this command supports.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  // A program that starts the command with a channel, such as local mode its console, takes it along at its end.
  if (process.channel) {
    process.once('disconnect', () => process.exit(0));
    // The channel alone does not keep a command running that has ended.
    process.channel.unref();
  }
  const words = process.argv.slice(2);
  process.exitCode = await runProgram(commands, manifest.version, words, {
    terminal: processTerminal(),
    environment: process.env,
    directory: process.cwd(),
    // Where npx finds the command, `spawn` itself is usually not on the PATH.
    invocation: process.env.npm_command === 'exec' ? 'npx spawn' : undefined,
    installation: __dirname,
    now: () => new Date(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    every: (milliseconds, run) => {
      const timer = setInterval(run, milliseconds);
      return () => clearInterval(timer);
    },
    onInterrupt: (run) => {
      const stop = (): void => {
        run();
        // What shells expect of a process that SIGINT ended.
        process.exit(130);
      };
      process.once('SIGINT', stop);
      return () => void process.off('SIGINT', stop);
    },
    connect: async (options) => (await import('./client/connect')).connect(options),
    deployment: async (options) => (await import('./client/deployment')).findDeployment(options),
  });
  // A request that is still waiting for its answer must not keep the shell waiting too.
  if (complete.names.includes(words[0] ?? '')) process.exit();
}

void main();
