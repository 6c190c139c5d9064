import { builtins, importModule, type Interpreter } from './modules';
import { run, Statements } from './statements';
import { NotUnderstood, tokensOf } from './tokens';
import { Exit, PythonError, textOf } from './values';
import type { Outcome } from '../../process/outcome';
import { type ToolCall, success } from '../../process/tool';
import { sitePackages } from '../package/pip';

/** The Python versions that base images have, with their last part. */
export const pythonVersions: Record<string, string> = {
  '3.9': '3.9.16',
  '3.10': '3.10.12',
  '3.11': '3.11.6',
  '3.12': '3.12.3',
};

/** Runs a Python text: what it prints, and 1 with a traceback when it raises or is not understood. */
export function runPython(interpreter: Interpreter, source: string, file: string): Outcome {
  let stdout = '';
  const fail = (message: string, exitCode = 1): Outcome => ({ exitCode, stdout, stderr: `${message}\n` });
  try {
    const scope = builtins((line) => {
      stdout += line;
    });
    run(new Statements(tokensOf(source), (name) => importModule(interpreter, name)).program(), scope);
    return success(stdout);
  } catch (error) {
    if (error instanceof Exit) {
      if (error.code === null || error.code === 0 || error.code === false) return success(stdout);
      return typeof error.code === 'number'
        ? { exitCode: error.code & 255, stdout, stderr: '' }
        : fail(textOf(error.code));
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

/**
 * The interpreter that a call runs: a Python version with its arguments, and the directories of sys.path, `first`
 * before all others.
 */
export function interpreterOf(call: ToolCall, python: string, args: string[], first: string): Interpreter {
  return {
    files: call.files,
    system: call.system,
    args,
    environment: call.environment,
    cwd: call.cwd,
    version: pythonVersions[python] ?? `${python}.0`,
    directories: [
      first,
      ...(call.environment.PYTHONPATH ?? '').split(':').filter((one) => one !== ''),
      `${call.environment.HOME ?? '/root'}/.local/lib/python${python}/site-packages`,
      ...sitePackages(call.files, python),
    ],
  };
}
