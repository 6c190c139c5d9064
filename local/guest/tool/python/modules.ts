import type { FileSystem } from '../../file/system';
import type { System } from '../../process/system';
import { usableCards } from '../host/gpu';
import { NotUnderstood } from './tokens';
import { Exit, Float, itemsOf, PythonError, textOf, Tuple, type Module, type Value } from './values';

export interface Interpreter {
  readonly files: FileSystem;
  readonly system: System;
  readonly version: string;
  readonly directories: string[];
  readonly args: string[];
  readonly environment: Record<string, string>;
  readonly cwd: string;
}

function moduleOf(name: string, attributes: Record<string, Value>): Module {
  return {
    module: name,
    attribute: (key) => {
      const value = attributes[key];
      if (value === undefined) throw new NotUnderstood(`${name}.${key}`, 0);
      return value;
    },
  };
}

const text = (args: Value[], index = 0) => textOf(args[index] ?? null);

function standardLibrary(interpreter: Interpreter): Record<string, () => Module> {
  const { files, system, version, environment } = interpreter;
  const parts = version.split('.').map(Number);
  const versionInfo = new Tuple([...parts, 'final', 0]);
  const absolute = (path: string) => (path.startsWith('/') ? path : `${interpreter.cwd}/${path}`);
  const path = moduleOf('os.path', {
    exists: (args) => files.exists(absolute(text(args))),
    isfile: (args) => files.node(absolute(text(args)))?.kind === 'file',
    isdir: (args) => files.isDirectory(absolute(text(args))),
    join: (args) => args.map(textOf).join('/'),
    basename: (args) => text(args).split('/').pop() ?? '',
  });
  const machine = system.facts.architecture === 'arm64' ? 'aarch64' : 'x86_64';
  return {
    sys: () =>
      moduleOf('sys', {
        version: `${version} (main, Mar  4 2024, 00:00:00) [GCC 11.4.1]`,
        version_info: versionInfo,
        argv: interpreter.args,
        path: interpreter.directories,
        platform: 'linux',
        executable: `/usr/bin/python${version.split('.').slice(0, 2).join('.')}`,
        exit: (args) => {
          throw new Exit(args[0] ?? null);
        },
      }),
    os: () =>
      moduleOf('os', {
        path,
        environ: new Map<Value, Value>(Object.entries(environment)),
        cpu_count: () => system.facts.vcpus,
        getcwd: () => interpreter.cwd,
        getenv: (args) => environment[text(args)] ?? args[1] ?? null,
        listdir: (args) => files.list(absolute(args.length === 0 ? '.' : text(args))),
      }),
    'os.path': () => path,
    platform: () =>
      moduleOf('platform', { python_version: () => version, machine: () => machine, system: () => 'Linux' }),
    importlib: () => moduleOf('importlib', { import_module: (args) => importModule(interpreter, text(args)) }),
    math: () => moduleOf('math', { pi: new Float(Math.PI), sqrt: (args) => new Float(Math.sqrt(Number(args[0]))) }),
    json: () => moduleOf('json', {}),
    time: () => moduleOf('time', { time: () => new Float(system.host.clock.now() / 1000) }),
  };
}

function torchAttributes(interpreter: Interpreter, directory: string): Record<string, Value> {
  const cuda = /^cuda = '(.*)'$/m.exec(interpreter.files.textOr(`${directory}/version.py`))?.[1];
  const cards = cuda === undefined ? [] : usableCards(interpreter.system);
  return {
    version: moduleOf('torch.version', { cuda: cuda ?? null }),
    cuda: moduleOf('torch.cuda', {
      is_available: () => cards.length > 0,
      device_count: () => cards.length,
      get_device_name: (args) => {
        const card = cards[Number(args[0] ?? 0)];
        if (card === undefined)
          throw new PythonError(
            'RuntimeError',
            cuda === undefined ? 'Torch not compiled with CUDA enabled' : 'No CUDA GPUs are available',
          );
        return `NVIDIA ${card.name}`;
      },
    }),
  };
}

/** Imports a module: of the small standard library, or of what pip has put on the disk. */
export function importModule(interpreter: Interpreter, name: string): Module {
  const standard = standardLibrary(interpreter)[name];
  if (standard !== undefined) return standard();
  const relative = name.replaceAll('.', '/');
  const directory = interpreter.directories.find(
    (one) =>
      interpreter.files.exists(`${one}/${relative}/__init__.py`) || interpreter.files.exists(`${one}/${relative}.py`),
  );
  const top = name.split('.')[0] as string;
  if (directory === undefined) {
    const parent =
      name.includes('.') &&
      interpreter.directories.some((one) => interpreter.files.exists(`${one}/${top}/__init__.py`));
    if (parent) throw new NotUnderstood(`importing ${name}`, 0);
    throw new PythonError('ModuleNotFoundError', `No module named '${top}'`);
  }
  const base = `${directory}/${relative}`;
  const source = interpreter.files.textOr(`${base}/__init__.py`, interpreter.files.textOr(`${base}.py`));
  const attributes: Record<string, Value> = name === 'torch' ? torchAttributes(interpreter, base) : {};
  for (const [, key = '', single, bare] of source.matchAll(/^(\w+)\s*=\s*(?:['"](.*)['"]|(\S+))\s*$/gm))
    attributes[key] = single ?? (bare === 'None' ? null : Number(bare));
  for (const [, key = ''] of source.matchAll(/^(?:def|class) (\w+)/gm))
    attributes[key] = () => {
      throw new NotUnderstood(`calling ${name}.${key}`, 0);
    };
  attributes.__file__ = interpreter.files.exists(`${base}.py`) ? `${base}.py` : `${base}/__init__.py`;
  attributes.__name__ = name;
  return moduleOf(name, attributes);
}

/** The built-in functions. */
export function builtins(print: (line: string) => void): Map<string, Value> {
  const whole = (value: Value): Value => {
    const number = Number(value instanceof Float ? value.value : value);
    if (!Number.isFinite(number))
      throw new PythonError('ValueError', `invalid literal for int() with base 10: '${textOf(value)}'`);
    return Math.trunc(number);
  };
  return new Map<string, Value>([
    [
      'print',
      (args, named) => {
        print(args.map(textOf).join(textOf(named.get('sep') ?? ' ')) + textOf(named.get('end') ?? '\n'));
        return null;
      },
    ],
    ['len', (args) => itemsOf(args[0] ?? null).length],
    ['str', (args) => text(args)],
    ['int', (args) => whole(args[0] ?? 0)],
    ['bool', (args) => Boolean(args[0])],
    ['list', (args) => [...itemsOf(args[0] ?? new Tuple([]))]],
    ['tuple', (args) => new Tuple([...itemsOf(args[0] ?? new Tuple([]))])],
    ['sorted', (args) => [...itemsOf(args[0] ?? null)].sort((left, right) => (textOf(left) < textOf(right) ? -1 : 1))],
    [
      'range',
      (args) =>
        Array.from(
          {
            length: Math.max(
              0,
              Math.min(100_000, Number(args[1] ?? args[0]) - (args.length > 1 ? Number(args[0]) : 0)),
            ),
          },
          (_, index) => index + (args.length > 1 ? Number(args[0]) : 0),
        ),
    ],
    [
      'exit',
      (args) => {
        throw new Exit(args[0] ?? null);
      },
    ],
    [
      '__import__',
      () => {
        throw new NotUnderstood('__import__', 0);
      },
    ],
    ['__name__', '__main__'],
  ]);
}
