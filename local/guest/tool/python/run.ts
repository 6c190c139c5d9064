import { isUtf8 } from 'node:buffer';
import type { Outcome } from '../../process/outcome';
import type { ToolCall } from '../../process/tool';
import { sitePackages } from '../../package/site-packages';
import { runMicroPython, EndlessScript } from './engine';
import { answered, guestAnswers, type Program, type Question } from './guest-calls';
import { Kernel } from './kernel';
import { libraryOf } from './library';
import { OutputLimit, Streams } from './streams';
import { pythonVersions } from './versions';

/** Returns the directories that a Python imports from: `first` before all others. */
export function importPath(call: ToolCall, python: string, first: string): string[] {
  return [
    first,
    ...(call.environment.PYTHONPATH ?? '').split(':').filter((one) => one !== ''),
    `${call.environment.HOME ?? '/root'}/.local/lib/python${python}/site-packages`,
    ...sitePackages(call.files, python),
  ];
}

/** Returns a program of that Python version: a file, or a text that `name` names in tracebacks. */
export function programOf(
  call: ToolCall,
  python: string,
  program: Pick<Program, 'source' | 'argv'> & Partial<Program> & { first: string },
): Program {
  const { first, ...given } = program;
  const version = pythonVersions[python] ?? `${python}.0`;
  // MicroPython shows a value as str() does where an f-string asks for its repr().
  const source = given.source.replace(/(\{[\w.()[\]'" ]+=)\}/g, '$1!r}');
  return {
    file: '',
    name: '<string>',
    module: '__main__',
    ...given,
    source,
    path: importPath(call, python, first),
    version,
  };
}

/**
 * Runs a Python program on the guest. What it sleeps is spent when it is over. One that never ends hangs, as it would
 * on a real system, until something ends it.
 */
export async function runPython(
  call: ToolCall,
  python: string,
  program: Program,
  stdin = call.stdin,
): Promise<Outcome> {
  const streams = new Streams(Buffer.from(stdin, 'latin1'));
  const library = `/usr/lib/python${python}`;
  const begun = call.system.host.clock.now();
  let elapsed = 0;
  let exitCode: number | undefined;
  let kernel: Kernel | undefined;
  const answers = {
    ...guestAnswers(call, program, library, () => kernel?.path('.') ?? call.cwd),
    end: (question: Question) => {
      exitCode = Number(question.code) & 255;
    },
  };
  const outcome = (code: number, message = ''): Outcome => {
    const stdout = streams.bytes(1);
    const stderr = streams
      .bytes(2)
      .toString('utf8')
      .replace(/^Warning: exception chaining not supported\n/gm, '');
    return isUtf8(stdout)
      ? { exitCode: code, stdout: stdout.toString('utf8'), stderr: stderr + message }
      : { exitCode: code, stdout: stdout.toString('latin1'), stderr: stderr + message, bytes: true };
  };
  try {
    await runMicroPython(
      `import sys\nsys.path[:] = ['${library}', '.frozen']\nimport _start\n_start.main(globals())\n`,
      {
        calls: (memory) => {
          kernel = new Kernel(call.files, libraryOf(library), streams, memory, call.cwd);
          return kernel.calls();
        },
        answer: (question) => answered(answers, question),
        // Each look lets a millisecond pass, so that what waits for a time gets there.
        now: () => begun + (elapsed += 1),
        random: call.system.host.random,
      },
    );
  } catch (error) {
    if (error instanceof EndlessScript) {
      await call.process.task.hang(call.signal);
      return outcome(137);
    }
    if (error instanceof OutputLimit) return outcome(137, 'Killed\n');
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError)
      return outcome(139, 'Segmentation fault (core dumped)\n');
    throw error;
  }
  if (elapsed >= 1000) await call.spend(elapsed / 1000);
  return outcome(exitCode ?? 1);
}
