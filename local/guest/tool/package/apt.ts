import { durations } from '../../os/durations';
import { forgetDeb, installedDebs, recordDeb, type Installed } from '../../package/database';
import { addAgentPackage, agentPackage, isAgentPackage } from '../../package/agent-deb';
import { debIndex } from '../../package/deb-index';
import { writePackageFiles } from '../../package/install';
import { assumePackages, noSuchPackage } from '../../package/fixtures';
import { resolvePackages, withAssumed } from '../../package/contents';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { lockedOut } from './apt-daily';

const lists = '/var/lib/apt/lists/archive.ubuntu.com_ubuntu_dists_noble_InRelease';
const lock = (): Outcome =>
  failure(
    'E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?',
    100,
  );
const isInstalled = (call: ToolCall, name: string) => installedDebs(call.files).some((one) => one.name === name);

async function install(call: ToolCall, given: string[]): Promise<Outcome> {
  const names = given.map((name) => name.split('=')[0] ?? name);
  const hasLists = call.files.exists(lists);
  const missing = names.filter((name) => !isInstalled(call, name) && (!hasLists || !debIndex.has(name)));
  const assumed = hasLists && call.system.options.assumePackages ? missing : [];
  const [unknown] = assumed.length > 0 ? [] : missing;
  if (unknown !== undefined)
    return failure(
      `E: Unable to locate package ${unknown}\n${hasLists ? noSuchPackage(`the package ${unknown}`) : ''}`,
      100,
      'Reading package lists...\nBuilding dependency tree...\n',
    );
  const index = withAssumed(debIndex, assumed);
  const chosen = resolvePackages(index, names, (name) => isInstalled(call, name));
  if ('missing' in chosen) return failure(`E: Unable to correct problems: ${chosen.missing} is not installable`, 100);
  if (chosen.length > 0 && !call.system.host.online()) {
    await call.spend(30);
    return failure(
      `Err:1 http://archive.ubuntu.com/ubuntu noble/main amd64 ${chosen[0]?.name}\n  Could not connect to archive.ubuntu.com:80 (91.189.91.81), connection timed out\nE: Failed to fetch http://archive.ubuntu.com/ubuntu/pool/main/  Unable to connect to archive.ubuntu.com:http:`,
      100,
    );
  }
  await call.spend(
    durations.packageManager +
      chosen.reduce((sum, one) => sum + durations.perPackage + one.megabytes * durations.perMegabyteOfPackage, 0),
  );
  if (call.signal.aborted) return failure('', 143);
  for (const one of chosen) {
    writePackageFiles(call.files, one);
    recordDeb(call.files, one);
    call.files.write(`/var/cache/apt/archives/${one.name}_${one.version}_amd64.deb`, 'deb\n');
    call.files.append(
      '/var/log/dpkg.log',
      `${new Date(call.files.now()).toISOString()} status installed ${one.name}\n`,
    );
  }
  const stdout = `Reading package lists...\nBuilding dependency tree...\nThe following NEW packages will be installed:\n  ${chosen.map(({ name }) => name).join(' ')}\n${chosen.map(({ name, version }) => `Setting up ${name} (${version}) ...\n`).join('')}`;
  return { exitCode: 0, stdout, stderr: assumed.length > 0 ? assumePackages(call.system, assumed) : '' };
}

async function update(call: ToolCall): Promise<Outcome> {
  await call.spend(durations.metadata);
  if (!call.system.host.online()) {
    return {
      exitCode: 0,
      stdout:
        'Err:1 http://archive.ubuntu.com/ubuntu noble InRelease\n  Could not connect to archive.ubuntu.com:80, connection timed out\n',
      stderr: 'W: Some index files failed to download. They have been ignored, or old ones used instead.\n',
    };
  }
  call.files.write(lists, 'Origin: Ubuntu\n');
  return success('Get:1 http://archive.ubuntu.com/ubuntu noble InRelease [256 kB]\nReading package lists...\n');
}

function remove(call: ToolCall, names: string[]): Outcome {
  const missing = names.find((name) => !isInstalled(call, name) && !debIndex.has(name));
  if (missing !== undefined) return failure(`E: Unable to locate package ${missing}`, 100);
  for (const one of installedDebs(call.files).filter(({ name }) => names.includes(name))) {
    one.paths.forEach((path) => call.files.remove(path));
    forgetDeb(call.files, one.name);
  }
  return success(`Removing ${names.join(' ')} ...\n`);
}

const changing = new Set(['install', 'upgrade', 'dist-upgrade', 'full-upgrade', 'autoremove', 'remove', 'purge']);

/** `apt-get`/`apt`: installs from the fixture index; as on the real one, nothing is found before `update`. */
const apt: Tool = async (call): Promise<Outcome> => {
  const args = call.args.filter((argument, index) => !argument.startsWith('-') && call.args[index - 1] !== '-o');
  const [verb = '', ...names] = args;
  if (!['list', 'show', 'search', 'policy', ''].includes(verb) && call.user !== 'root') return lock();
  const locked =
    verb === 'update'
      ? await lockedOut(call, 'lists')
      : changing.has(verb)
        ? await lockedOut(call, 'packages')
        : undefined;
  if (locked) return locked;
  switch (verb) {
    case 'update':
      return update(call);
    case 'install': {
      const agrees =
        call.args.some((argument) => /^-[a-z]*y[a-z]*$|^--yes$|^--assume-yes$|^-qq/.test(argument)) ||
        call.stdin !== '';
      if (!agrees && names.some((name) => !isInstalled(call, name)))
        return failure('Do you want to continue? [Y/n] Abort.');
      return install(call, names);
    }
    case 'upgrade':
    case 'dist-upgrade':
    case 'full-upgrade':
    case 'autoremove':
    case 'autoclean':
      return success('Reading package lists...\n0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n');
    case 'remove':
    case 'purge':
      return remove(call, names);
    case 'clean':
      for (const path of call.files.files('/var/cache/apt/archives')) call.files.remove(path);
      return success();
    default:
      return notModeled(call, verb === '' ? 'running it without a command' : verb);
  }
};

function formatted(template: string, { name, version }: Installed): string {
  const fields: Record<string, string> = {
    Package: name,
    Version: version,
    Architecture: 'amd64',
    'source:Package': name,
    Status: 'install ok installed',
    'db:Status-Status': 'installed',
  };
  return template
    .replace(/\$\{([\w:-]+)\}/g, (_whole, field: string) => fields[field] ?? '')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t');
}

/** `dpkg -i`: of all packages in files, the agent's alone is modeled. Its unit is enabled and started. */
async function installFile(call: ToolCall, names: readonly string[]): Promise<Outcome> {
  const [file = ''] = names;
  if (call.user !== 'root') return failure('dpkg: error: requested operation requires superuser privilege', 2);
  if (names.length !== 1 || !isAgentPackage(call.files.textOr(call.path(file))))
    return notModeled(call, `-i ${names.join(' ')}`);
  const locked = await lockedOut(call, 'packages');
  if (locked) return locked;
  await call.spend(durations.packageManager);
  addAgentPackage(call.files);
  await call.system.units.start(agentPackage, (end) => end);
  return success(`Setting up ${agentPackage} ...\n`);
}

/** `dpkg -l/-s/-L` and `dpkg-query -W`: the package database of the disk. */
const dpkg: Tool = async (call): Promise<Outcome> => {
  const all = installedDebs(call.files);
  const names = call.args.filter((argument) => !argument.startsWith('-'));
  const format = call.args.find((argument) => /^(-f|--showformat)=/.test(argument))?.replace(/^[^=]+=/, '');
  const outcome = success();
  const chosen =
    names.length === 0
      ? all
      : names.flatMap((name) => {
          const one = all.find((each) => each.name === name);
          if (one === undefined) {
            outcome.exitCode = 1;
            outcome.stderr += `dpkg-query: no packages found matching ${name}\n`;
          }
          return one ?? [];
        });
  if (call.args.some((argument) => argument === '-W' || argument === '--show')) {
    const template = format ?? '${Package}\\t${Version}\\n';
    outcome.stdout = chosen.map((one) => formatted(template, one)).join('');
  } else if (call.args.some((argument) => argument === '-s' || argument === '--status')) {
    outcome.stdout = chosen
      .map((one) => `Package: ${one.name}\nStatus: install ok installed\nVersion: ${one.version}\n`)
      .join('\n');
  } else if (call.args.includes('-L'))
    outcome.stdout = chosen.flatMap(({ paths }) => paths.map((path) => `${path}\n`)).join('');
  else if (call.args.some((argument) => argument === '-l' || argument === '--list'))
    outcome.stdout = chosen.map((one) => `ii  ${one.name}  ${one.version}  amd64\n`).join('');
  else if (/^(-i|--install)$/.test(call.args[0] ?? '')) return installFile(call, names);
  else if (call.args.includes('--print-architecture'))
    return success(call.system.facts.architecture === 'arm64' ? 'arm64\n' : 'amd64\n');
  else return notModeled(call, call.args.join(' '));
  return outcome;
};

export const aptTools: Record<string, Tool> = { 'apt-get': apt, apt, dpkg, 'dpkg-query': dpkg };
