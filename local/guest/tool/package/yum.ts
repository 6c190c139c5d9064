import { durations } from '../../os/durations';
import { forgetRpm, installedRpm, installedRpms, recordRpm } from '../../package/database';
import { writePackageFiles } from '../../package/install';
import { assumePackages, noSuchPackage, notInFixtures } from '../../package/fixtures';
import { resolvePackages, withAssumed, type Package } from '../../package/contents';
import { rpmBase, rpmGroups, rpmIndex } from '../../package/rpm-index';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

const cache = '/var/cache/dnf';
const known = new Map([...rpmBase, ...rpmIndex]);
/** Names that stand for a package of another name. */
const provided: Record<string, string> = {
  python3: 'python3',
  curl: 'curl-minimal',
  awscli: 'awscli-2',
  'curl-devel': 'libcurl-devel',
  'perl-interpreter': 'perl',
  'g++': 'gcc-c++',
  vim: 'vim-enhanced',
  cron: 'cronie',
};

const noRoute = (): Outcome =>
  failure(
    'Amazon Linux 2023 repository                    0.0  B/s |   0  B     00:00\n' +
      "Errors during downloading metadata for repository 'amazonlinux':\n  - Curl error (28): Timeout was reached for https://cdn.amazonlinux.com/al2023/core/mirrors/latest/x86_64/mirror.list [Connection timed out]\n" +
      "Error: Failed to download metadata for repo 'amazonlinux': Cannot prepare internal mirrorlist: Curl error (28): Timeout was reached",
  );

async function reachable(call: ToolCall): Promise<boolean> {
  if (call.files.exists(`${cache}/amazonlinux.solv`)) return call.system.host.online();
  await call.spend(durations.metadata);
  if (!call.system.host.online()) return false;
  call.files.write(`${cache}/amazonlinux.solv`, 'metadata\n');
  return true;
}

/** The name without version and architecture, as far as the fixture knows it. */
function packageName(given: string): string {
  const name = given.replace(/\.(x86_64|aarch64|noarch)$/, '');
  if (known.has(name)) return name;
  if (provided[name] !== undefined) return provided[name] ?? name;
  const bare = [...known.values()].find(
    (one) => name === `${one.name}-${one.version}` || name === `${one.name}-${one.version}-${one.release}`,
  );
  return bare?.name ?? name;
}

async function install(call: ToolCall, given: string[], skipsMissing: boolean): Promise<Outcome> {
  if (!(await reachable(call))) return noRoute();
  const missing = given.filter((name) => !known.has(packageName(name)));
  const assumed = call.system.options.assumePackages ? missing : [];
  const unknown = assumed.length > 0 ? [] : missing;
  const notices = unknown.map((name) => `No match for argument: ${name}\n`).join('');
  if (unknown.length > 0 && !skipsMissing)
    return failure(
      `${notices}Error: Unable to find a match: ${unknown.join(' ')}\n${noSuchPackage(`the package ${unknown.join(' ')}`)}`,
    );
  const names = given.filter((name) => !unknown.includes(name)).map(packageName);
  const chosen = resolvePackages(
    withAssumed(known, assumed),
    names,
    (name) => installedRpm(call.files, name) !== undefined,
  );
  if ('missing' in chosen) return failure(`Error: nothing provides ${chosen.missing} needed by ${names.join(' ')}`);
  const already = names
    .filter((name) => installedRpm(call.files, name) !== undefined)
    .map((name) => `Package ${name} is already installed.\n`)
    .join('');
  if (chosen.length === 0) return success(`${already}Dependencies resolved.\nNothing to do.\nComplete!\n`);
  await call.spend(
    durations.packageManager +
      chosen.reduce((sum, one) => sum + durations.perPackage + one.megabytes * durations.perMegabyteOfPackage, 0),
  );
  if (call.signal.aborted) return failure('', 143);
  chosen.forEach((one) => add(call, one));
  const lines = chosen.map((one) => `  ${one.name}-${one.version}-${one.release}.x86_64\n`).join('');
  return {
    exitCode: 0,
    stdout: `${already}Dependencies resolved.\nInstalled:\n${lines}\nComplete!\n`,
    stderr: notices + (assumed.length > 0 ? assumePackages(call.system, assumed) : ''),
  };
}

function add(call: ToolCall, one: Package): void {
  writePackageFiles(call.files, one);
  recordRpm(call.files, one);
  call.files.append(
    '/var/log/dnf.log',
    `${new Date(call.files.now()).toISOString()} INFO Installed: ${one.name}-${one.version}-${one.release}\n`,
  );
}

async function remove(call: ToolCall, given: string[]): Promise<Outcome> {
  const names = given.map(packageName).filter((name) => installedRpm(call.files, name) !== undefined);
  if (names.length === 0)
    return success(
      `${given.map((name) => `No match for argument: ${name}\n`).join('')}No packages marked for removal.\nDependencies resolved.\nNothing to do.\nComplete!\n`,
    );
  const removed = new Set(names);
  for (let grew = true; grew;) {
    const more = installedRpms(call.files).filter(
      ({ name, requires }) => !removed.has(name) && requires.some((one) => removed.has(one)),
    );
    more.forEach(({ name }) => removed.add(name));
    grew = more.length > 0;
  }
  await call.spend(durations.packageManager);
  for (const name of removed) {
    installedRpm(call.files, name)?.paths.forEach((path) => call.files.remove(path));
    if (name === 'amazon-ssm-agent') call.system.units.stop('amazon-ssm-agent');
    forgetRpm(call.files, name);
  }
  return success(`Removed:\n${[...removed].map((name) => `  ${name}\n`).join('')}\nComplete!\n`);
}

function clean(call: ToolCall): Outcome {
  const count = call.files.files(cache).length + call.files.files('/var/cache/yum').length;
  for (const directory of [cache, '/var/cache/yum']) {
    for (const path of call.files.files(directory)) call.files.remove(path);
  }
  return success(`${count} files removed\n`);
}

/** `yum`/`dnf`: installs from the fixture index of the distribution; the package database is on the disk. */
const yum: Tool = async (call): Promise<Outcome> => {
  const words = call.args.filter((argument) => !argument.startsWith('-'));
  const [verb = '', ...names] = words;
  if (call.args.includes('--version')) return success('4.14.0\n');
  const needsRoot = !['list', 'info', 'search', 'repolist', 'check-update', ''].includes(verb);
  if (needsRoot && call.user !== 'root')
    return failure(
      'Error: This command has to be run with superuser privileges (under the root user on most systems).',
    );
  const canAsk = call.args.some((argument) => /^-[a-z]*y[a-z]*$|^--assumeyes$/.test(argument)) || call.stdin !== '';
  switch (verb) {
    case 'install':
    case 'localinstall':
      if (names.some((name) => name.includes('/')))
        return notModeled(call, `installing ${names.find((name) => name.includes('/'))}`);
      if (!canAsk && names.some((name) => installedRpm(call.files, packageName(name)) === undefined))
        return failure('Is this ok [y/N]: Operation aborted.');
      return names.length === 0
        ? failure('Error: Need to pass a list of pkgs to install')
        : install(
            call,
            names,
            call.args.some(
              (argument) => argument.startsWith('--skip-broken') || argument.startsWith('--setopt=strict=0'),
            ),
          );
    case 'groupinstall':
    case 'group': {
      const groups = verb === 'group' ? names.slice(1) : names;
      const packages = groups.map((group) => rpmGroups[group.toLowerCase()]);
      if (packages.includes(undefined)) {
        const name = groups.join(' ');
        const reason = notInFixtures(`the group '${name}'`);
        return failure(`Error: Module or Group '${name}' does not exist.\n${reason}`);
      }
      return install(
        call,
        packages.flatMap((one) => one ?? []),
        false,
      );
    }
    case 'update':
    case 'upgrade':
    case 'makecache':
    case 'check-update':
    case 'upgrade-minimal': {
      if (!(await reachable(call))) return noRoute();
      if (names.length > 0 && verb !== 'makecache') return install(call, names, false);
      if (verb !== 'makecache') await call.spend(durations.packageManager);
      return success(
        verb === 'makecache'
          ? 'Metadata cache created.\n'
          : 'Last metadata expiration check: 0:00:01 ago.\nDependencies resolved.\nNothing to do.\nComplete!\n',
      );
    }
    case 'remove':
    case 'erase':
      return remove(call, names);
    case 'autoremove':
      return success('Dependencies resolved.\nNothing to do.\nComplete!\n');
    case 'clean':
      return names.length === 0
        ? failure('Error: clean requires argument: metadata, packages, dbcache, expire-cache, all')
        : clean(call);
    case 'list':
    case 'repolist': {
      if (verb === 'repolist')
        return success('repo id        repo name\namazonlinux    Amazon Linux 2023 repository\n');
      const wanted = names.filter((name) => name !== 'installed' && name !== '--installed');
      const found = installedRpms(call.files).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
      return found.length === 0
        ? failure('Error: No matching Packages to list')
        : success(
            `Installed Packages\n${found.map((one) => `${one.name}.x86_64  ${one.version}-${one.release}  @amazonlinux\n`).join('')}`,
          );
    }
    default:
      return notModeled(call, verb === '' ? 'running it without a command' : verb);
  }
};

export const yumTools: Record<string, Tool> = { yum, dnf: yum };
