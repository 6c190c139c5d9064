import { durations } from '../../os/durations';
import { normalizedName, pythonIndex, wheelLabels, type PythonProject } from '../../package/python-index';
import { assumePackages, noSuchPackage } from '../../package/fixtures';
import { satisfies } from '../../package/python-versions';
import { installedPython, sitePackages, uninstallPython } from '../../package/site-packages';
import { type ToolCall, failure, notModeled } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

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

const noFixture = (requirement: string, versions: string[]): Outcome =>
  failure(`${noMatch(requirement, versions).stderr}${noSuchPackage(requirement)}`);

interface Chosen {
  project: PythonProject;
  version: string;
}

/** These are built for one version of torch each: the one at the same position in its row. */
const companions = new Set(['torchvision', 'torchaudio']);

function choose(requirement: string, label: string | undefined, torch: string | undefined): Chosen | Outcome {
  const [, name = '', specifier = ''] = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(.*)$/.exec(requirement) ?? [];
  const project = pythonIndex.get(normalizedName(name));
  if (project === undefined) return noFixture(requirement, []);
  const isTorch = ['torch', 'torchvision', 'torchaudio'].includes(project.name);
  const suffix = isTorch && label !== undefined ? (wheelLabels[label] ?? '') : '';
  const versions = project.versions.map((version) => version + suffix);
  const position =
    companions.has(project.name) && torch !== undefined
      ? (pythonIndex.get('torch')?.versions.indexOf(torch.replace(/\+.*$/, '')) ?? -1)
      : -1;
  const version = versions
    .filter((one, index) => satisfies(one, specifier) && (position < 0 || index === position))
    .pop();
  return version === undefined ? noFixture(requirement, versions) : { project, version };
}

/** A project that no fixture has, in the version that the requirement asks for, without modules. */
function assumedProject(requirement: string): Chosen {
  const name = /^[A-Za-z0-9][\w.-]*/.exec(requirement)?.[0] ?? requirement;
  const version = /(?:[=~>]=|===)\s*([\w.+!-]+)/.exec(requirement)?.[1] ?? '0';
  const project = {
    name: normalizedName(name),
    versions: [version],
    requires: [],
    modules: [],
    scripts: [],
    megabytes: 1,
  };
  return { project, version };
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

/** `pip install`: into the directory of that Python, of the user, or of `--target`. */
export async function installPython(call: ToolCall, python: string, args: string[]): Promise<Outcome> {
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
  const assumed: string[] = [];
  for (let index = 0; index < waiting.length; index += 1) {
    const requirement = waiting[index] ?? '';
    if (/^(git\+|https?:|\.|\/)/.test(requirement))
      return failure(`ERROR: installing from ${requirement} is not modeled by this simulation`);
    const found = choose(requirement, options.label, chosen.get('torch')?.version ?? present.get('torch'));
    if ('exitCode' in found && !call.system.options.assumePackages) return { ...found, stdout: said };
    const one = 'exitCode' in found ? assumedProject(requirement) : found;
    if ('exitCode' in found) assumed.push(requirement);
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
    uninstallPython(call.files, [directory], one.project.name);
    write(call, directory, python, one);
  }
  if (!options.flags.has('--no-cache-dir') && chosen.size > 0)
    call.files.write(`${call.environment.HOME ?? '/root'}/.cache/pip/http/${[...chosen.keys()][0]}`, 'wheel\n');
  const names = [...chosen.values()]
    .map(({ project, version }) => `${project.name}-${version}`)
    .sort()
    .join(' ');
  const quiet = options.flags.has('-q') || options.flags.has('--quiet');
  const stdout = quiet
    ? ''
    : `${said}${names === '' ? '' : `Installing collected packages: ${[...chosen.keys()].join(', ')}\nSuccessfully installed ${names}\n`}`;
  return { exitCode: 0, stdout, stderr: assumed.length > 0 ? assumePackages(call.system, assumed) : '' };
}
