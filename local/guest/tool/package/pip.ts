import { normalizedName, pythonIndex } from '../../package/python-index';
import { installedPython, sitePackages, uninstallPython } from '../../package/site-packages';
import { type Tool, type ToolCall, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { installPython } from './pip-install';

/**
 * `pip install|uninstall|list|freeze|show|check|cache`: of the Python it belongs to; names come from the fixture index.
 */
export async function runPip(call: ToolCall, python: string): Promise<Outcome> {
  const [verb = '', ...args] = call.args;
  const directories = [
    `${call.environment.HOME ?? '/root'}/.local/lib/python${python}/site-packages`,
    ...sitePackages(call.files, python),
  ];
  const all = installedPython(call.files, directories);
  const names = args.filter((argument) => !argument.startsWith('-'));
  switch (verb) {
    case '--version':
    case '-V':
      return success(
        `pip ${all.find(({ name }) => name === 'pip')?.version ?? '22.3.1'} from ${sitePackages(call.files, python)[1]}/pip (python ${python})\n`,
      );
    case 'install':
      return installPython(call, python, args);
    case 'uninstall': {
      const gone = names.map((name) => uninstallPython(call.files, directories, name));
      return success(
        gone
          .map((one, index) =>
            one === undefined
              ? `WARNING: Skipping ${names[index]} as it is not installed.\n`
              : `Successfully uninstalled ${one.name}-${one.version}\n`,
          )
          .join(''),
      );
    }
    case 'list':
      if (args.some((argument) => argument === '--format=json' || argument === 'json'))
        return success(`${JSON.stringify(all.map(({ name, version }) => ({ name, version })))}\n`);
      if (args.some((argument) => argument === '--format=freeze' || argument === 'freeze'))
        return success(all.map(({ name, version }) => `${name}==${version}\n`).join(''));
      return success(
        `Package Version\n------- -------\n${all.map(({ name, version }) => `${name} ${version}\n`).join('')}`,
      );
    case 'freeze':
      return success(all.map(({ name, version }) => `${name}==${version}\n`).join(''));
    case 'show': {
      const found = names.map((name) => all.find((one) => normalizedName(one.name) === normalizedName(name)));
      const missing = names.filter((_name, index) => found[index] === undefined);
      const text = found
        .flatMap((one) =>
          one === undefined ? [] : [`Name: ${one.name}\nVersion: ${one.version}\nLocation: ${one.directory}\n`],
        )
        .join('---\n');
      return {
        exitCode: text === '' ? 1 : 0,
        stdout: text,
        stderr: missing.length === 0 ? '' : `WARNING: Package(s) not found: ${missing.join(', ')}\n`,
      };
    }
    case 'check': {
      const have = new Set(all.map(({ name }) => normalizedName(name)));
      const broken = all.flatMap(({ name, version }) =>
        (pythonIndex.get(normalizedName(name))?.requires ?? [])
          .filter((one) => !have.has(normalizedName(one)))
          .map((one) => `${name} ${version} requires ${one}, which is not installed.\n`),
      );
      return {
        exitCode: broken.length === 0 ? 0 : 1,
        stdout: broken.length === 0 ? 'No broken requirements found.\n' : broken.join(''),
        stderr: '',
      };
    }
    case 'cache':
      call.files.remove(`${call.environment.HOME ?? '/root'}/.cache/pip`);
      return success('Files removed: 1\n');
    default:
      return notModeled(call, verb === '' ? 'running it without a command' : verb);
  }
}

const pipOf =
  (python: string): Tool =>
  (call) =>
    runPip(call, python);

/** `pip`/`pip3`: of the Python that `python3` was when the distribution made the package. */
const pip3: Tool = (call) =>
  runPip(
    call,
    call.files.exists('/usr/bin/python3.12') ? '3.12' : call.files.exists('/usr/bin/python3.10') ? '3.10' : '3.9',
  );

export const pipTools: Record<string, Tool> = { pip: pip3, pip3, 'pip3.11': pipOf('3.11'), 'pip3.9': pipOf('3.9') };
