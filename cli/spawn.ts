import manifest from './package.json';
import { processTerminal } from './terminal';

/** Entry of the `spawn` command: runs it and sets the exit code of the process. */
async function main(): Promise<void> {
  // The SDK's credential chain warns on stderr of Node versions that this command supports.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const [{ runProgram }, { commands }] = [await import('./program'), await import('./commands/all')];
  process.exitCode = await runProgram(commands, manifest.version, process.argv.slice(2), {
    terminal: processTerminal(),
    environment: process.env,
    directory: process.cwd(),
    now: () => new Date(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    connect: async (options) => (await import('./client/connect')).connect(options),
  });
}

if (process.argv.length === 3 && process.argv[2] === '--version') {
  // Asked by scripts at every start, so nothing else is loaded for it.
  process.stdout.write(`${manifest.version}\n`);
} else {
  void main();
}
