import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

const NAMES = [
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
  'process',
  'console',
  'Date',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'fetch',
  'Math',
  'crypto',
] as const;

/** What the code of a bundle finds under these names instead of Node's own. */
export type BundleGlobals = Partial<Record<(typeof NAMES)[number], unknown>>;

type Compiled = (...values: unknown[]) => void;
const compiled = new Map<string, Compiled>();

function compile(file: string): Compiled {
  const found = compiled.get(file);
  if (found) return found;
  // import() of a built-in module would bypass `require`, through which modules are replaced.
  const source = readFileSync(file, 'utf8').replace(
    /\bimport\((["'])(node:[a-z_/]+|https?)\1\)/g,
    'Promise.resolve(require($1$2$1))',
  );
  const code = new Script(`(function (${NAMES.join(', ')}) {${source}\n})`, {
    filename: file,
  }).runInThisContext() as Compiled;
  compiled.set(file, code);
  return code;
}

export type Handler = (event: unknown, context: unknown) => unknown;

/**
 * Loads a function's bundle (CommonJS) with its own globals and replaced modules, and returns the handler that
 * `handler` (`index.handler`) names. Throws Runtime.HandlerNotFound when it does not exist, as in Lambda.
 */
export function loadBundle(
  folder: string,
  handler: string,
  globals: BundleGlobals,
  modules: Record<string, unknown>,
): Handler {
  const [name = 'index', member = 'handler'] = handler.split('.');
  const file = join(folder, `${name}.js`);
  const load = createRequire(file);
  const module = { exports: {} as Record<string, unknown> };
  const require = Object.assign((id: string): unknown => modules[id.replace(/^node:/, '')] ?? load(id), {
    resolve: load.resolve,
  });
  const values: BundleGlobals = {
    ...globals,
    exports: module.exports,
    require,
    module,
    __filename: file,
    __dirname: dirname(file),
  };
  compile(file).call(module.exports, ...NAMES.map((one) => values[one]));
  const found = module.exports[member];
  if (typeof found !== 'function')
    throw Object.assign(new Error(`${handler} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  return found as Handler;
}
