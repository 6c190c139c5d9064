import type { ToolCall } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { failure } from '../../process/tool';
import { interpreterOf, runPython } from './interpreter';

interface TestFunction {
  readonly file: string;
  readonly name: string;
  /** The module's own lines, and then the body of the function. */
  readonly source: string;
}

function testsIn(file: string, text: string): TestFunction[] {
  const blocks = text.split(/^(?=\S)/m);
  const preamble = blocks.filter((block) => !/^(def|class|@|async)\b|^@/.test(block)).join('');
  return blocks.flatMap((block) => {
    const header = /^def (test\w*)\(\s*\)(?:\s*->\s*\w+)?:(.*)\n?([\s\S]*)$/.exec(block);
    if (header === null) return [];
    const [, name = '', inline = '', body = ''] = header;
    const indent = /^[ \t]+/.exec(body.replace(/^\s*\n/gm, ''))?.[0] ?? '';
    const lines = body
      .split('\n')
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
      .join('\n');
    return [{ file, name, source: `${preamble}\n${inline.trim()}\n${lines}\n` }];
  });
}

/** `pytest [FILE|DIRECTORY…]`: runs functions test_… without parameters; 5 when there are none, 1 when one fails. */
export function runPytest(call: ToolCall, python: string, args: string[]): Outcome {
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
    .filter((path) => paths.includes(path) || /\/(test_[^/]*|[^/]*_test)\.py$/.test(path));
  const tests = files.flatMap((file) => testsIn(file, call.files.text(file)));
  if (tests.length === 0) return { exitCode: 5, stdout: 'collected 0 items\n\nno tests ran in 0.01s\n', stderr: '' };
  let report = `collected ${tests.length} items\n\n`;
  let failed = 0;
  for (const { file, name, source } of tests) {
    const outcome = runPython(interpreterOf(call, python, [file], file.slice(0, file.lastIndexOf('/'))), source, file);
    report += `${file}::${name} ${outcome.exitCode === 0 ? 'PASSED' : 'FAILED'}\n`;
    if (outcome.exitCode !== 0) {
      failed += 1;
      report += `${outcome.stdout}${outcome.stderr}`;
    }
  }
  const passed = tests.length - failed;
  return {
    exitCode: failed === 0 ? 0 : 1,
    stdout: `${report}\n${failed > 0 ? `${failed} failed, ` : ''}${passed} passed in 0.05s\n`,
    stderr: '',
  };
}
