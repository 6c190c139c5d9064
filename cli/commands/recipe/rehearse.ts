import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CommandSpec } from '../../framework/command';
import { CommandFailure, exitCodes, usageError } from '../../framework/failure';

/** Builds a recipe on this machine before the first paid minute. */
export const rehearse: CommandSpec = {
  names: ['rehearse'],
  summary: 'Build a recipe on this machine, in local mode',
  details:
    'Runs the whole pipeline of the recipe in local mode: with containers where docker or podman is found, otherwise with simulated machines. Shows the output as it comes, and at the end what the real build would do. Needs a clone of the project.',
  arguments: [{ name: 'recipe', description: 'recipe file', file: true }],
  flags: [
    {
      name: 'machines',
      value: 'kind',
      choices: ['auto', 'container', 'embedded'],
      description: 'what instances are (default: containers where an engine is found)',
    },
    {
      name: 'assume-packages',
      description: 'go on without packages that the simulated machine does not know; the result says which',
    },
    {
      name: 'download',
      value: 'url=file',
      description: 'what an address outside answers to the simulated machine; may be repeated',
      repeatable: true,
    },
    {
      name: 'local-option',
      value: 'word',
      description: 'option of local mode, such as --local-option=--engine=podman; may be repeated',
      repeatable: true,
    },
  ],
  examples: [
    'spawn rehearse recipe.yaml',
    'spawn rehearse recipe.yaml --machines embedded',
    'spawn rehearse recipe.yaml --assume-packages --download https://example.org/x.tar.gz=x.tar.gz',
  ],
  run: async ({ arguments: [recipe = ''], flags }, context) => {
    const file = resolve(context.directory, recipe);
    if (!existsSync(file)) throw new CommandFailure(`cannot read ${recipe}: no such file`, exitCodes.usage);
    const project = projectOf(context.installation);
    const machines = flags.text('machines');
    const words = [
      ...['--recipe', file, '--rehearse', ...(machines === undefined ? [] : ['--machines', machines])],
      ...(flags.on('assume-packages') ? ['--assume-packages'] : []),
      ...flags.list('download').map((text) => `--download=${withWholePath(context.directory, text)}`),
      ...flags.list('local-option'),
    ];
    const { spawn } = await import('node:child_process');
    const child = spawn('npm', ['start', '--silent', '--', ...words], { cwd: project, stdio: 'inherit' });
    const stop = context.onInterrupt(() => undefined);
    try {
      return await new Promise<number>((done, fail) => {
        child.once('error', fail);
        child.once('close', (code) => done(code ?? exitCodes.failed));
      });
    } finally {
      stop();
    }
  },
};

/** Returns `URL=FILE` with the whole path of the file: local mode runs in another folder. */
function withWholePath(directory: string, text: string): string {
  const at = text.lastIndexOf('=');
  if (at < 1) throw usageError(`--download is '${text}': write URL=FILE`);
  return `${text.slice(0, at)}=${resolve(directory, text.slice(at + 1))}`;
}

/** Returns the folder of the clone that the command runs in. Throws for an installed command. */
function projectOf(installation: string | undefined): string {
  for (let at = installation ?? __dirname; dirname(at) !== at; at = dirname(at))
    if (existsSync(join(at, 'local', 'app', 'main.ts'))) return at;
  throw new CommandFailure(
    'local mode is not installed with the command',
    exitCodes.failed,
    'Clone the project, run `npm ci` there, then: npx spawn rehearse RECIPE',
  );
}
