import type { Outcome } from '../../process/outcome';
import { type ToolCall, failure } from '../../process/tool';
import { programOf, runPython } from './run';

interface TestFile {
  readonly file: string;
  readonly source: string;
  /** The functions test_… without parameters. */
  readonly names: string[];
  /** The tests that this simulation cannot run, and why. */
  readonly unknown: string[];
}

function testFile(file: string, source: string): TestFile {
  const functions = [...source.matchAll(/^(?:async )?def (test\w*)\(([^)]*)\)/gm)];
  const classes = [...source.matchAll(/^class (Test\w*)/gm)];
  return {
    file,
    source,
    names: functions.filter(([, , parameters = '']) => parameters.trim() === '').map(([, name = '']) => name),
    unknown: [
      ...functions
        .filter(([, , parameters = '']) => parameters.trim() !== '')
        .map(([, name, parameters]) => `${file}::${name}: parameters and fixtures (${parameters})`),
      ...classes.map(([, name]) => `${file}::${name}: classes of tests`),
    ].map((what) => `ERROR ${what} are not modeled by this simulation\n`),
  };
}

async function runFile(call: ToolCall, python: string, { file, source, names }: TestFile): Promise<Outcome> {
  const module = file.slice(file.lastIndexOf('/') + 1).replace(/\.py$/, '');
  const end = `\nimport _tests\n_tests.run(globals(), ${JSON.stringify(file)}, ${JSON.stringify(names)})\n`;
  const first = file.slice(0, file.lastIndexOf('/')) || '/';
  const program = programOf(call, python, { source: source + end, file, module, argv: ['pytest', file], first });
  return runPython(call, python, program, '');
}

/** `pytest [FILE|DIRECTORY…]`: runs functions test_… without parameters; 5 when there are none, 1 when one fails. */
export async function runPytest(call: ToolCall, python: string, args: string[]): Promise<Outcome> {
  const given = args.filter((argument) => !argument.startsWith('-'));
  const unknown = args.find(
    (argument) => argument.startsWith('-') && !/^(-[qvsx]+|--tb=\w+|-ra|--no-header|-p)$/.test(argument),
  );
  if (args.includes('--version')) return { exitCode: 0, stdout: 'pytest 8.1.1\n', stderr: '' };
  if (unknown !== undefined) return failure(`ERROR: option ${unknown} is not modeled by this simulation`, 4);
  const paths = given.length === 0 ? [call.cwd] : given.map((path) => call.path(path));
  const missing = paths.findIndex((path) => !call.files.exists(path));
  if (missing >= 0)
    return failure(`ERROR: file or directory not found: ${given[missing]}\n`, 4, 'no tests ran in 0.00s\n');
  const files = paths
    .flatMap((path) => call.files.files(path))
    .filter((path) => paths.includes(path) || /\/(test_[^/]*|[^/]*_test)\.py$/.test(path))
    .map((path) => testFile(path, call.files.text(path)));
  const total = files.reduce((sum, { names, unknown: others }) => sum + names.length + others.length, 0);
  if (total === 0) return { exitCode: 5, stdout: 'collected 0 items\n\nno tests ran in 0.01s\n', stderr: '' };
  let report = `collected ${total} items\n\n`;
  let passed = 0;
  for (const file of files) {
    report += file.unknown.join('');
    if (file.names.length === 0) continue;
    const outcome = await runFile(call, python, file);
    if (call.signal.aborted) return outcome;
    report += outcome.stdout + outcome.stderr;
    passed += file.names.filter((name) => outcome.stdout.includes(`${file.file}::${name} PASSED\n`)).length;
  }
  const failed = total - passed;
  return {
    exitCode: failed === 0 ? 0 : 1,
    stdout: `${report}\n${failed > 0 ? `${failed} failed, ` : ''}${passed} passed in 0.05s\n`,
    stderr: '',
  };
}
