import { durations } from '../../os/durations';
import type { FileSystem } from '../../file/system';
import { normalizedName, pythonIndex, wheelLabels, type PythonProject } from '../../package/python-index';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

export interface PythonPackage {
  readonly name: string;
  readonly version: string;
  readonly directory: string;
}

/** Directories that a Python of that version imports from, first the one that pip writes to. */
export function sitePackages(files: FileSystem, python: string): string[] {
  const isDebian = files.exists('/etc/os-release') && /^ID=ubuntu$/m.test(files.text('/etc/os-release'));
  return isDebian
    ? [`/usr/local/lib/python${python}/dist-packages`, '/usr/lib/python3/dist-packages']
    : [`/usr/local/lib/python${python}/site-packages`, `/usr/lib/python${python}/site-packages`];
}

/** What pip has installed there, from the metadata on the disk. */
function installedPython(files: FileSystem, directories: string[]): PythonPackage[] {
  return directories
    .flatMap((directory) =>
      files
        .list(directory)
        .filter((name) => name.endsWith('.dist-info'))
        .map((name) => {
          const [, project = '', version = ''] = /^(.+)-([^-]+)\.dist-info$/.exec(name) ?? [];
          const title = /^Name: (.*)$/m.exec(files.textOr(`${directory}/${name}/METADATA`))?.[1];
          return { name: title ?? project, version, directory };
        }),
    )
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

const numbers = (version: string) => version.replace(/\+.*$/, '').split('.').map(Number);

/** Orders versions by their numbers; a local label such as +cpu does not count. */
export function compareVersions(left: string, right: string): number {
  const [one, other] = [numbers(left), numbers(right)];
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function satisfies(version: string, specifier: string): boolean {
  return specifier
    .split(',')
    .filter((one) => one.trim() !== '')
    .every((one) => {
      const [, operator = '==', wanted = ''] = /^\s*(===?|~=|!=|>=|<=|>|<)\s*(\S+)\s*$/.exec(one) ?? [];
      const order = compareVersions(version, wanted.replace(/\.\*$/, ''));
      if (operator === '==' || operator === '===')
        return wanted.endsWith('.*')
          ? `${version}.`.startsWith(wanted.slice(0, -1))
          : order === 0 && (!wanted.includes('+') || version === wanted);
      if (operator === '!=') return order !== 0;
      if (operator === '~=')
        return (
          order >= 0 &&
          numbers(version)[0] === numbers(wanted)[0] &&
          (numbers(wanted).length < 3 || numbers(version)[1] === numbers(wanted)[1])
        );
      return operator === '>=' ? order >= 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order < 0;
    });
}

interface Options {
  requirements: string[];
  label: string | undefined;
  target: string | undefined;
  flags: Set<string>;
}

function parse(call: ToolCall, args: string[]): Options | Outcome {
  const options: Options = { requirements: [], label: undefined, target: undefined, flags: new Set() };
  const rest = [...args];
  while (rest.length > 0) {
    const argument = rest.shift() as string;
    const [name = '', joined] = argument.startsWith('--') ? argument.split(/=(.*)/s) : [argument];
    const value = () => joined ?? rest.shift() ?? '';
    if (['--index-url', '-i', '--extra-index-url'].includes(name)) {
      const url = value();
      const label = /^https:\/\/download\.pytorch\.org\/whl\/(\w+)\/?$/.exec(url)?.[1];
      if (label !== undefined && wheelLabels[label] === undefined)
        return failure(
          `ERROR: Could not find a version that satisfies the requirement (looked in ${url}: HTTP error 403)`,
        );
      if (label === undefined && !/^https:\/\/pypi\.org\/simple\/?$/.test(url))
        return failure(
          `WARNING: Retrying after connection broken by 'NewConnectionError': Failed to establish a new connection: [Errno -2] Name or service not known: ${url}\nERROR: Could not find a version that satisfies the requirement`,
        );
      options.label = label;
    } else if (name === '-r' || name === '--requirement') {
      const path = value();
      if (!call.files.exists(call.path(path)))
        return failure(`ERROR: Could not open requirements file: [Errno 2] No such file or directory: '${path}'`);
      options.requirements.push(
        ...call.files
          .text(call.path(path))
          .split('\n')
          .map((line) => line.replace(/\s*#.*$/, '').trim())
          .filter((line) => line !== '' && !line.startsWith('-')),
      );
    } else if (name === '-t' || name === '--target') options.target = call.path(value());
    else if (
      ['--cache-dir', '--timeout', '--retries', '--root-user-action', '--progress-bar', '--trusted-host'].includes(name)
    )
      value();
    else if (
      /^(--(upgrade|no-cache-dir|quiet|user|break-system-packages|no-deps|pre|no-input|disable-pip-version-check|prefer-binary|force-reinstall|no-warn-script-location|ignore-installed)|-[Uqv]+)$/.test(
        name,
      )
    )
      options.flags.add(name);
    else if (name.startsWith('-')) return notModeled(call, `option ${name}`);
    else options.requirements.push(argument);
  }
  return options;
}

const noMatch = (requirement: string, versions: string[]): Outcome =>
  failure(
    `ERROR: Could not find a version that satisfies the requirement ${requirement} (from versions: ${versions.length === 0 ? 'none' : versions.join(', ')})\nERROR: No matching distribution found for ${requirement}`,
  );

interface Chosen {
  project: PythonProject;
  version: string;
}

/** These are built for one version of torch each: the one at the same place in its row. */
const companions = new Set(['torchvision', 'torchaudio']);

function choose(requirement: string, label: string | undefined, torch: string | undefined): Chosen | Outcome {
  const [, name = '', specifier = ''] = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(.*)$/.exec(requirement) ?? [];
  const project = pythonIndex.get(normalizedName(name));
  if (project === undefined) return noMatch(requirement, []);
  const isTorch = ['torch', 'torchvision', 'torchaudio'].includes(project.name);
  const suffix = isTorch && label !== undefined ? (wheelLabels[label] ?? '') : '';
  const versions = project.versions.map((version) => version + suffix);
  const place =
    companions.has(project.name) && torch !== undefined
      ? (pythonIndex.get('torch')?.versions.indexOf(torch.replace(/\+.*$/, '')) ?? -1)
      : -1;
  const version = versions.filter((one, index) => satisfies(one, specifier) && (place < 0 || index === place)).pop();
  return version === undefined ? noMatch(requirement, versions) : { project, version };
}

function write(call: ToolCall, directory: string, python: string, { project, version }: Chosen): void {
  const { files } = call;
  for (const module of project.modules) {
    files.write(`${directory}/${module}/__init__.py`, `__version__ = '${version}'\n`);
    if (module === 'torch')
      files.write(
        `${directory}/torch/version.py`,
        `__version__ = '${version}'\ncuda = ${/\+cu(\d+)(\d)$/.test(version) ? version.replace(/.*\+cu(\d+)(\d)$/, "'$1.$2'") : /\+cpu$/.test(version) ? 'None' : "'12.1'"}\n`,
      );
  }
  const info = `${directory}/${project.name.replaceAll('-', '_')}-${version}.dist-info`;
  files.write(
    `${info}/METADATA`,
    `Metadata-Version: 2.1\nName: ${project.name}\nVersion: ${version}\n${project.requires.map((one) => `Requires-Dist: ${one}\n`).join('')}`,
  );
  files.write(`${info}/RECORD`, project.modules.map((module) => `${module}/__init__.py,,\n`).join(''));
  files.write(`${info}/INSTALLER`, 'pip\n');
  for (const script of project.scripts) {
    files.write(
      `/usr/local/bin/${script}`,
      `#!/bin/sh\nexec /usr/bin/python${python} -m ${project.modules[0]} "$@"\n`,
      { mode: 0o755 },
    );
  }
}

async function install(call: ToolCall, python: string, args: string[]): Promise<Outcome> {
  const options = parse(call, args);
  if ('exitCode' in options) return options;
  if (options.requirements.length === 0)
    return failure('ERROR: You must give at least one requirement to install (see "pip help install")');
  if (
    call.files.exists(`/usr/lib/python${python}/EXTERNALLY-MANAGED`) &&
    !options.flags.has('--break-system-packages') &&
    options.target === undefined
  ) {
    return failure('error: externally-managed-environment\n\n× This environment is externally managed');
  }
  const [site = ''] = sitePackages(call.files, python);
  const isHome = call.user !== 'root' || options.flags.has('--user');
  const directory =
    options.target ?? (isHome ? `${call.environment.HOME ?? '/root'}/.local/lib/python${python}/site-packages` : site);
  const present = new Map(
    installedPython(call.files, [directory, ...sitePackages(call.files, python)]).map((one) => [
      normalizedName(one.name),
      one.version,
    ]),
  );
  await call.spend(durations.pipStart);
  const chosen = new Map<string, Chosen>();
  const waiting = [...options.requirements];
  if (!call.system.host.online()) {
    await call.spend(60);
    return failure(
      `WARNING: Retrying (Retry(total=0)) after connection broken by 'ConnectTimeoutError': /simple/${waiting[0]}/\n${noMatch(waiting[0] ?? '', []).stderr}`,
    );
  }
  let said =
    isHome && !options.flags.has('--user')
      ? 'Defaulting to user installation because normal site-packages is not writeable\n'
      : '';
  const asked = waiting.length;
  for (let index = 0; index < waiting.length; index += 1) {
    const requirement = waiting[index] ?? '';
    if (/^(git\+|https?:|\.|\/)/.test(requirement))
      return failure(`ERROR: installing from ${requirement} is not modeled by this simulation`);
    const one = choose(requirement, options.label, chosen.get('torch')?.version ?? present.get('torch'));
    if ('exitCode' in one) return { ...one, stdout: said };
    const key = normalizedName(one.project.name);
    const old = present.get(key);
    const isGood =
      old !== undefined &&
      satisfies(old, requirement.replace(/^[\w.\-[\]]+\s*/, '')) &&
      !(index < asked && (options.flags.has('--upgrade') || options.flags.has('-U')) && old !== one.version);
    if (isGood) {
      if (index < asked) said += `Requirement already satisfied: ${requirement} in ${directory} (${old})\n`;
    } else if (!chosen.has(key)) {
      chosen.set(key, one);
      said += `Collecting ${requirement}\n  Downloading ${one.project.name.replaceAll('-', '_')}-${one.version}-py3-none-any.whl (${one.project.megabytes} MB)\n`;
      if (!options.flags.has('--no-deps')) waiting.push(...one.project.requires);
    }
  }
  await call.spend(
    [...chosen.values()].reduce(
      (sum, { project }) => sum + durations.perPythonProject + project.megabytes * durations.perMegabyteOfPython,
      0,
    ),
  );
  if (call.signal.aborted) return failure('', 143);
  for (const one of chosen.values()) {
    uninstall(call.files, [directory], one.project.name);
    write(call, directory, python, one);
  }
  if (!options.flags.has('--no-cache-dir') && chosen.size > 0)
    call.files.write(`${call.environment.HOME ?? '/root'}/.cache/pip/http/${[...chosen.keys()][0]}`, 'wheel\n');
  const names = [...chosen.values()]
    .map(({ project, version }) => `${project.name}-${version}`)
    .sort()
    .join(' ');
  const quiet = options.flags.has('-q') || options.flags.has('--quiet');
  return success(
    quiet
      ? ''
      : `${said}${names === '' ? '' : `Installing collected packages: ${[...chosen.keys()].join(', ')}\nSuccessfully installed ${names}\n`}`,
  );
}

function uninstall(files: FileSystem, directories: string[], name: string): PythonPackage | undefined {
  const one = installedPython(files, directories).find((each) => normalizedName(each.name) === normalizedName(name));
  if (one === undefined) return undefined;
  files.remove(`${one.directory}/${one.name.replaceAll('-', '_')}-${one.version}.dist-info`);
  pythonIndex.get(normalizedName(name))?.modules.forEach((module) => files.remove(`${one.directory}/${module}`));
  return one;
}

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
      return install(call, python, args);
    case 'uninstall': {
      const gone = names.map((name) => uninstall(call.files, directories, name));
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
