import { parseArgs } from 'node:util';

export interface JobArguments {
  recipe: string;
  /** Name of the image; otherwise it is derived. */
  name?: string;
  /** Ends after the job, with its exit code. */
  once: boolean;
  /** No job: only serves. */
  serveOnly: boolean;
  speed: number;
  port: number;
  seed?: string;
  /** A folder that has been synthesized already; otherwise the app is synthesized first. */
  assembly?: string;
  /** What the simulated account is like: see account.ts. */
  account?: string;
  /** Prints what the functions log. */
  verbose: boolean;
}

export const USAGE = `Runs the app on this machine, builds a recipe through it, and keeps serving until Ctrl-C.

npm start -- [options]
  --recipe FILE    recipe to build (default examples/pytorch-cpu/recipe.yaml)
  --name NAME      name of the image (default: stack-version-variant-date)
  --once           end after the job: exit code 0 when it succeeded
  --serve          serve only, build nothing
  --speed N        how many times as fast as real time (default 60)
  --port N         port on 127.0.0.1 (default: any free one)
  --seed TEXT      the same seed draws the same ids and latencies
  --assembly DIR   run this synthesized app instead of synthesizing
  --account FILE   JSON: {"disabled_regions": [...], "images": [names that are taken]}
  --verbose        print what the functions log
`;

const wrong = (message: string): Error => Object.assign(new Error(message), { name: 'WrongUsage' });

/** Reads the command line. Error `WrongUsage` names the argument; undefined when only help was asked for. */
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
  if (!(speed >= 1 && speed <= 1000)) throw wrong(`--speed takes a number from 1 to 1000, not '${values.speed}'`);
  if (!(Number.isInteger(port) && port >= 0 && port < 65_536))
    throw wrong(`--port takes a number from 0 to 65535, not '${values.port}'`);
  if (values.once && values.serve) throw wrong('--once and --serve exclude each other');
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
    verbose: values.verbose ?? false,
  };
}
