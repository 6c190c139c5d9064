import { builtins, importModule, type Interpreter } from '../python/modules';
import { run, Statements } from '../python/statements';
import { NotUnderstood, tokensOf } from '../python/tokens';
import { Exit, PythonError, textOf } from '../python/values';
import { failure, notModeled, success, type Outcome, type Tool, type ToolCall } from '../tool';
import { runPip, sitePackages } from './pip';
import { runPytest } from './pytest';

const versions: Record<string, string> = { '3.9': '3.9.16', '3.10': '3.10.12', '3.11': '3.11.6', '3.12': '3.12.3' };

/** Runs a Python text: what it prints, and 1 with a traceback when it raises or is not understood. */
export function runPython(interpreter: Interpreter, source: string, file: string): Outcome {
  let stdout = '';
  const fail = (message: string, exitCode = 1): Outcome => ({ exitCode, stdout, stderr: `${message}\n` });
  try {
    const scope = builtins((line) => { stdout += line; });
    run(new Statements(tokensOf(source), (name) => importModule(interpreter, name)).program(), scope);
    return success(stdout);
  } catch (error) {
    if (error instanceof Exit) {
      if (error.code === null || error.code === 0 || error.code === false) return success(stdout);
      return typeof error.code === 'number' ? { exitCode: error.code & 255, stdout, stderr: '' } : fail(textOf(error.code));
    }
    if (error instanceof PythonError) {
      const suffix = error.message === '' ? '' : `: ${error.message}`;
      return fail(`Traceback (most recent call last):\n  File "${file}", line 1, in <module>\n${error.type}${suffix}`);
    }
    const { code, path } = error as { code?: string; path?: string };
    if (code === 'EACCES') return fail(`PermissionError: [Errno 13] Permission denied: '${path}'`);
    if (error instanceof NotUnderstood) return fail(`python3: ${file}: ${error.message}`);
    throw error;
  }
}

/** The interpreter that a call runs: a Python version with its arguments, and the directories of sys.path, `first` before all others. */
export function interpreterOf(call: ToolCall, python: string, args: string[], first: string): Interpreter {
  return {
    files: call.files, system: call.system, args, environment: call.environment, cwd: call.cwd, version: versions[python] ?? `${python}.0`,
    directories: [first, ...(call.environment.PYTHONPATH ?? '').split(':').filter((one) => one !== ''), `${call.environment.HOME ?? '/root'}/.local/lib/python${python}/site-packages`, ...sitePackages(call.files, python)],
  };
}

const pythonOf = (python: string): Tool => (call): Outcome | Promise<Outcome> => {
  const args = [...call.args];
  while (/^-[uBEsIOS]+$|^-W.*/.test(args[0] ?? '')) {
    const option = args.shift();
    if (option === '-W') args.shift();
  }
  const [first, ...rest] = args;
  if (first === '--version' || first === '-V') return success(`Python ${versions[python] ?? python}\n`);
  if (first === '-c') return runPython(interpreterOf(call, python, ['-c', ...rest.slice(1)], call.cwd), rest[0] ?? '', '<string>');
  if (first === '-m') {
    const [module = '', ...parameters] = rest;
    const hasPip = call.files.exists(`/usr/bin/pip${python}`) || call.files.exists('/usr/bin/pip3');
    if (module === 'pip' && hasPip) return runPip({ ...call, args: parameters }, python);
    if (module === 'pip' || module === 'venv') return module === 'venv' ? notModeled(call, '-m venv') : failure(`/usr/bin/python${python}: No module named pip`);
    const { directories } = interpreterOf(call, python, [], call.cwd);
    if (!directories.some((one) => call.files.exists(`${one}/${module.replaceAll('.', '/')}/__init__.py`))) return failure(`/usr/bin/python${python}: No module named ${module}`);
    return module === 'pytest' ? runPytest(call, python, parameters) : notModeled(call, `-m ${module}`);
  }
  if (first === undefined || first === '-') {
    if (call.stdin === '') return notModeled(call, 'the interactive mode');
    return runPython(interpreterOf(call, python, ['-', ...rest], call.cwd), Buffer.from(call.stdin, 'latin1').toString('utf8'), '<stdin>');
  }
  if (first.startsWith('-')) return notModeled(call, `option ${first}`);
  const path = call.path(first);
  if (!call.files.exists(path)) return failure(`python${python}: can't open file '${path}': [Errno 2] No such file or directory`, 2);
  return runPython(interpreterOf(call, python, args, path.slice(0, path.lastIndexOf('/')) || '/'), call.files.text(path), path);
};

export const pythonTools: Record<string, Tool> = Object.fromEntries(Object.keys(versions).map((version) => [`python${version}`, pythonOf(version)]));
