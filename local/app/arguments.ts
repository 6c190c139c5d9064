import { parseArgs } from 'node:util';
import { families } from '../fixtures/base-images';
import { usualBases, type ContainerOptions } from '../container/options';

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
  /** Only lets the running local mode publish a newer base of this family. */
  newerBase?: string;
  /** What becomes of spot instances: EC2 has none, or takes each back after some simulated milliseconds. */
  spot?: 'none' | number;
  /** Prints the logs of the functions. */
  verbose: boolean;
  /** Instances are containers; with `auto`, where an engine is found. */
  containers?: ContainerOptions & { auto: boolean };
  /** The embedded machine takes packages that it does not know as installed. */
  assumePackages: boolean;
  /** `URL=FILE`: what an address answers to the embedded machine. */
  downloads: string[];
  /** Exits after the build, and prints what the real build would do. */
  rehearse: boolean;
}

export const USAGE = `Runs the app on this machine, builds a recipe with it, and serves the API until you press Ctrl-C.

npm start -- [options]
  --recipe FILE    the recipe to build (default examples/pytorch-cpu/recipe.yaml)
  --name NAME      the name of the image (default: stack-version-variant-date)
  --once           exit after the build, with code 0 if it succeeded
  --rehearse       like --once, with containers where an engine is found; prints what the real build would do
  --serve          serve the API without a build
  --speed N        the speed of the simulated clock, relative to real time (default 60)
  --port N         the port on 127.0.0.1 (default: a free one)
  --seed TEXT      the seed for ids and latencies; the same seed gives the same values
  --assembly DIR   a synthesized app (default: synthesize this one)
  --account FILE   the state of the account: {"disabled_regions": [...], "images": [names in use]}
  --webhooks URL   a server on this machine that receives notifications for addresses: http://127.0.0.1:PORT
  --secret NAME=V  a secret that exists before the app, such as the address of a notification; may be repeated
  --spot HOW       what becomes of spot instances: none (EC2 has no capacity for them), or a simulated time such as
                   5m after which EC2 takes each back
  --newer-base FAMILY  only let the running local mode publish a newer base, such as al2023: the same as
                   npm run newer-base -- FAMILY
  --verbose        print the logs of the functions
  --machines KIND  what instances are: embedded (simulated in this process; the default), container, or auto
                   (containers where an engine is found; also SPAWN_LOCAL_MACHINES)
  --assume-packages     the embedded machine takes packages that it does not know as installed, and says so
  --download URL=FILE   curl and wget of the embedded machine get this file from that address; may be repeated
  --engine PATH    the container engine (default: docker, else podman)
  --engine-option WORD      an option of the engine itself, such as --engine-option=--runtime=runc; may be repeated
  --container-option WORD   an option of every container, such as --container-option=--cpus=2; may be repeated
  --container-base NAME=IMAGE  the container image of a family of bases, such as ubuntu-24.04; may be repeated
  --network NAME   the network of containers (default: the engine's own); none gives them none
`;

/** Returns a line that names the command whose options were wrong, with its help. */
export const howToGetHelp = (words: readonly string[]): string =>
  words.includes('--newer-base')
    ? 'To publish a newer base: npm run newer-base -- al2023'
    : 'To list the options: npm start -- --help';

const wrong = (message: string): Error => Object.assign(new Error(message), { name: 'WrongUsage' });

/** Parses the command line. Returns undefined for `--help`. Throws WrongUsage for an invalid argument. */
export function parseArguments(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): JobArguments | undefined {
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
        rehearse: flag,
        serve: flag,
        speed: text,
        port: text,
        seed: text,
        assembly: text,
        account: text,
        webhooks: text,
        secret: { type: 'string', multiple: true },
        'newer-base': text,
        spot: text,
        verbose: flag,
        machines: text,
        'assume-packages': flag,
        download: { type: 'string', multiple: true },
        engine: text,
        'engine-option': { type: 'string', multiple: true },
        'container-option': { type: 'string', multiple: true },
        'container-base': { type: 'string', multiple: true },
        network: text,
        help: flag,
      },
    }));
  } catch (error) {
    throw wrong(wrongWords(error as Error, words));
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
  const rehearse = values.rehearse ?? false;
  if (rehearse && values.serve) throw wrong('--rehearse and --serve cannot be combined.');
  const machines = values.machines ?? environment.SPAWN_LOCAL_MACHINES ?? (rehearse ? 'auto' : 'embedded');
  if (!['embedded', 'container', 'auto'].includes(machines))
    throw wrong(`Invalid --machines '${machines}': use embedded, container or auto.`);
  const isAssuming = values['assume-packages'] === true || values.download !== undefined;
  if (isAssuming && machines === 'container')
    throw wrong('--assume-packages and --download are for the embedded machine: containers have the real ones.');
  const containers = {
    auto: machines === 'auto',
    engine: values.engine,
    engineOptions: values['engine-option'] ?? [],
    containerOptions: (values['container-option'] ?? []).map(parseContainerOption),
    bases: Object.fromEntries((values['container-base'] ?? []).map(parseBase)),
    network: parseNetwork(values.network),
  };
  return {
    recipe: values.recipe ?? 'examples/pytorch-cpu/recipe.yaml',
    name: values.name,
    once: (values.once ?? false) || rehearse,
    serveOnly: values.serve ?? false,
    speed,
    port,
    seed: values.seed,
    assembly: values.assembly,
    account: values.account,
    webhooks: values.webhooks,
    secrets: Object.fromEntries(secrets),
    newerBase: values['newer-base'],
    spot: parseSpot(values.spot),
    verbose: values.verbose ?? false,
    assumePackages: values['assume-packages'] ?? false,
    downloads: values.download ?? [],
    containers: machines === 'embedded' || isAssuming ? undefined : containers,
    rehearse,
  };
}

/** Returns one sentence for what Node's parser refuses: it explains itself in the words of a programmer. */
function wrongWords({ message }: Error, words: readonly string[]): string {
  const [, option] = /^Option '(--[^' ]+)(?: <value>' argument missing|' argument is ambiguous)/.exec(message) ?? [];
  if (option === '--newer-base') return `Name what gets a newer image: one of ${families.join(', ')}.`;
  if (option !== undefined) return `${option} needs a value.`;
  const [first = ''] = message.split(/\.? This |\.?\n/);
  const extra = /^Unexpected argument '(.+)'$/.exec(first)?.[1];
  if (extra !== undefined && words.includes('--newer-base'))
    return `'${extra}' is too much: name one family at a time.`;
  return `${first}.`;
}

function parseSpot(text: string | undefined): 'none' | number | undefined {
  if (text === undefined || text === 'none') return text;
  const [, count, unit] = /^(\d+)([smh])$/.exec(text) ?? [];
  if (count === undefined) throw wrong(`Invalid --spot '${text}': use none, or a time such as 90s, 5m or 1h.`);
  return Number(count) * { s: 1000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h'];
}

/** A network that is not a machine's own would be changed by it: each gets the address of the metadata service. */
function parseNetwork(text: string | undefined): string | undefined {
  if (text !== undefined && /^(name=)?(host|container|ns)([:,]|$)/.test(text))
    throw wrong(
      `Invalid --network '${text}': instances get no network that something else uses too. Name a network of the engine, or none.`,
    );
  return text;
}

function parseContainerOption(text: string): string {
  if (/^--net(work)?(=|$)/.test(text))
    throw wrong(`Invalid --container-option '${text}': name the network of instances with --network NAME.`);
  return text;
}

function parseBase(text: string): [string, string] {
  const at = text.indexOf('=');
  const family = text.slice(0, at);
  if (at < 1 || usualBases[family] === undefined)
    throw wrong(
      `Invalid --container-base '${text}': use NAME=IMAGE with one of ${Object.keys(usualBases).join(', ')}.`,
    );
  return [family, text.slice(at + 1)];
}
