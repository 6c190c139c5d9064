import { type Tool, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { interpreterOf, pythonVersions, runPython } from './interpreter';
import { runPip } from '../package/pip';
import { runPytest } from './pytest';

const pythonOf =
  (python: string): Tool =>
  (call): Outcome | Promise<Outcome> => {
    const args = [...call.args];
    while (/^-[uBEsIOS]+$|^-W.*/.test(args[0] ?? '')) {
      const option = args.shift();
      if (option === '-W') args.shift();
    }
    const [first, ...rest] = args;
    if (first === '--version' || first === '-V') return success(`Python ${pythonVersions[python] ?? python}\n`);
    if (first === '-c')
      return runPython(interpreterOf(call, python, ['-c', ...rest.slice(1)], call.cwd), rest[0] ?? '', '<string>');
    if (first === '-m') {
      const [module = '', ...parameters] = rest;
      const hasPip = call.files.exists(`/usr/bin/pip${python}`) || call.files.exists('/usr/bin/pip3');
      if (module === 'pip' && hasPip) return runPip({ ...call, args: parameters }, python);
      if (module === 'pip' || module === 'venv')
        return module === 'venv'
          ? notModeled(call, '-m venv')
          : failure(`/usr/bin/python${python}: No module named pip`);
      const { directories } = interpreterOf(call, python, [], call.cwd);
      if (!directories.some((one) => call.files.exists(`${one}/${module.replaceAll('.', '/')}/__init__.py`)))
        return failure(`/usr/bin/python${python}: No module named ${module}`);
      return module === 'pytest' ? runPytest(call, python, parameters) : notModeled(call, `-m ${module}`);
    }
    if (first === undefined || first === '-') {
      if (call.stdin === '') return notModeled(call, 'the interactive mode');
      return runPython(
        interpreterOf(call, python, ['-', ...rest], call.cwd),
        Buffer.from(call.stdin, 'latin1').toString('utf8'),
        '<stdin>',
      );
    }
    if (first.startsWith('-')) return notModeled(call, `option ${first}`);
    const path = call.path(first);
    if (!call.files.exists(path))
      return failure(`python${python}: can't open file '${path}': [Errno 2] No such file or directory`, 2);
    return runPython(
      interpreterOf(call, python, args, path.slice(0, path.lastIndexOf('/')) || '/'),
      call.files.text(path),
      path,
    );
  };

export const pythonTools: Record<string, Tool> = Object.fromEntries(
  Object.keys(pythonVersions).map((version) => [`python${version}`, pythonOf(version)]),
);
