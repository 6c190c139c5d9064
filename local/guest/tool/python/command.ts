import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { runPip } from '../package/pip';
import { runPytest } from './pytest';
import { importPath, programOf, runPython } from './run';
import { pythonVersions } from './versions';

/** Returns the file that `-m NAME` runs, undefined when the module has none that is a program. */
function programFile(call: ToolCall, base: string): string | undefined {
  return [`${base}/__main__.py`, `${base}.py`].find((file) => call.files.exists(file));
}

async function runModule(call: ToolCall, python: string, module: string, args: string[]): Promise<Outcome> {
  const noModule = failure(`/usr/bin/python${python}: No module named ${module}`);
  const hasPip = call.files.exists(`/usr/bin/pip${python}`) || call.files.exists('/usr/bin/pip3');
  if (module === 'pip') return hasPip ? runPip({ ...call, args }, python) : noModule;
  if (module === 'venv') return notModeled(call, '-m venv');
  const base = importPath(call, python, call.cwd)
    .map((directory) => `${directory}/${module.replaceAll('.', '/')}`)
    .find((one) => call.files.exists(`${one}/__init__.py`) || programFile(call, one) !== undefined);
  if (base === undefined) return noModule;
  if (module === 'pytest') return runPytest(call, python, args);
  const file = programFile(call, base);
  if (file === undefined) return notModeled(call, `-m ${module}`);
  const source = call.files.text(file);
  return runPython(call, python, programOf(call, python, { source, file, argv: [file, ...args], first: call.cwd }));
}

const pythonOf =
  (python: string): Tool =>
  async (call): Promise<Outcome> => {
    const args = [...call.args];
    while (/^-[uBEsIOS]+$|^-W.*/.test(args[0] ?? '')) {
      const option = args.shift();
      if (option === '-W') args.shift();
    }
    const [first, ...rest] = args;
    if (first === '--version' || first === '-V') return success(`Python ${pythonVersions[python] ?? python}\n`);
    if (first === '-c') {
      const [source = '', ...parameters] = rest;
      return runPython(call, python, programOf(call, python, { source, argv: ['-c', ...parameters], first: call.cwd }));
    }
    if (first === '-m') return runModule(call, python, rest[0] ?? '', rest.slice(1));
    if (first === undefined || first === '-') {
      const { stdin } = call;
      if (stdin === '') return notModeled(call, 'the interactive mode');
      const source = Buffer.from(stdin, 'latin1').toString('utf8');
      const program = programOf(call, python, { source, name: '<stdin>', argv: ['-', ...rest], first: call.cwd });
      return runPython(call, python, program, '');
    }
    if (first.startsWith('-')) return notModeled(call, `option ${first}`);
    const file = call.path(first);
    if (!call.files.exists(file))
      return failure(`python${python}: can't open file '${file}': [Errno 2] No such file or directory`, 2);
    const directory = file.slice(0, file.lastIndexOf('/')) || '/';
    const program = programOf(call, python, { source: call.files.text(file), file, argv: args, first: directory });
    return runPython(call, python, program);
  };

export const pythonTools: Record<string, Tool> = Object.fromEntries(
  Object.keys(pythonVersions).map((version) => [`python${version}`, pythonOf(version)]),
);
