import { parseArgs } from 'node:util';

export interface JobArguments {
  recipe: string;
  /** The name of the image; derived from the recipe by default. */
  name?: string;
  /** Exits after the job, with its exit code. */
  once: boolean;
  /** Serves without running a job. */
  serveOnly: boolean;
  speed: number;
  port: number;
  seed?: string;
  /** A synthesized app; by default the app is synthesized first. */
  assembly?: string;
  /** A file with the state of the simulated account: see account.ts. */
  account?: string;
  /** A server on this machine that receives what goes to addresses outside. */
  webhooks?: string;
  /** Secrets that exist before the stacks, by name. */
  secrets: Record<string, string>;
  /** Prints the logs of the functions. */
  verbose: boolean;
}

export const USAGE = `Runs the app on this machine, builds a recipe with it, and serves the API until you press Ctrl-C.

npm start -- [options]
  --recipe FILE    the recipe to build (default examples/pytorch-cpu/recipe.yaml)
  --name NAME      the name of the image (default: stack-version-variant-date)
  --once           exit after the build, with code 0 if it succeeded
  --serve          serve the API without a build
  --speed N        the speed of the simulated clock, relative to real time (default 60)
  --port N         the port on 127.0.0.1 (default: a free one)
  --seed TEXT      the seed for ids and latencies; the same seed gives the same values
  --assembly DIR   a synthesized app (default: synthesize this one)
  --account FILE   the state of the account: {"disabled_regions": [...], "images": [names in use]}
  --webhooks URL   a server on this machine that receives notifications for addresses: http://127.0.0.1:PORT
  --secret NAME=V  a secret that exists before the app, such as the address of a notification; may be repeated
  --verbose        print the logs of the functions
`;

const wrong = (message: string): Error => Object.assign(new Error(message), { name: 'WrongUsage' });

/** Parses the command line. Returns undefined for `--help`. Throws WrongUsage for an invalid argument. */
export function parseArguments(words: readonly string[]): JobArguments | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...words],
      options: {
        recipe: text,
        name: text,
        once: flag,
        serve: flag,
        speed: text,
        port: text,
        seed: text,
        assembly: text,
        account: text,
        webhooks: text,
        secret: { type: 'string', multiple: true },
        verbose: flag,
        help: flag,
      },
    }));
  } catch (error) {
    throw wrong((error as Error).message);
  }
  if (values.help) return undefined;
  const speed = Number(values.speed ?? 60);
  const port = Number(values.port ?? 0);
  if (!(speed >= 1 && speed <= 1000)) throw wrong(`Invalid --speed '${values.speed}': use a number from 1 to 1000.`);
  if (!(Number.isInteger(port) && port >= 0 && port < 65_536))
    throw wrong(`Invalid --port '${values.port}': use an integer from 0 to 65535.`);
  if (values.once && values.serve) throw wrong('--once and --serve cannot be combined.');
  if (values.webhooks !== undefined && !/^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/?$/.test(values.webhooks))
    throw wrong(`Invalid --webhooks '${values.webhooks}': use a server on this machine, http://127.0.0.1:PORT.`);
  const secrets = (values.secret ?? []).map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at < 1) throw wrong(`Invalid --secret '${text}': use NAME=VALUE.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
  return {
    recipe: values.recipe ?? 'examples/pytorch-cpu/recipe.yaml',
    name: values.name,
    once: values.once ?? false,
    serveOnly: values.serve ?? false,
    speed,
    port,
    seed: values.seed,
    assembly: values.assembly,
    account: values.account,
    webhooks: values.webhooks,
    secrets: Object.fromEntries(secrets),
    verbose: values.verbose ?? false,
  };
}
