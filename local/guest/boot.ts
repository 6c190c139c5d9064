import { Capture } from './script/capture';
import { mountDevices } from './os/devices';
import { withParameters } from './script/quoting';
import { makeHostKeys } from './os/host-keys';
import { startKernel } from './os/kernel';
import { isShell, shebangOf } from './script/shebang';
import { startSnapd } from './os/snapd';
import { randomSeedUnit, readUnit } from './os/units';
import { defaultUser, environmentOf, groupsOf } from './file/users';
import type { System } from './process/system';

const hex = (system: System, digits: number) =>
  Array.from({ length: digits }, () => Math.floor(system.host.random() * 16).toString(16)).join('');

/** Runs the first part of a boot: devices, kernel, machine id, host keys, cloud-init's record of the instance. */
export function prepare(system: System): void {
  const { files, facts, host } = system;
  mountDevices(system);
  startKernel(files);
  const machineId = files.textOr('/etc/machine-id').trim();
  if (machineId === '' || machineId === 'uninitialized')
    files.write('/etc/machine-id', `${hex(system, 32)}\n`, { mode: 0o444 });
  if (!isImageOwnHostname(system)) files.write('/etc/hostname', `${facts.hostname}\n`);
  makeHostKeys(system);
  void system.units.start(randomSeedUnit, () => Promise.resolve(undefined));
  startSnapd(system);
  host.console(`cloud-init[1000]: Cloud-init v. 22.2.2 running for ${facts.instanceId}`);
}

const isImageOwnHostname = (system: System) =>
  /preserve_hostname:\s*true/.test(system.files.textOr('/etc/cloud/cloud.cfg.d/99-hostname.cfg'));

/** Runs cloud-init: gives the instance its directory and runs the user data, once for each instance id. */
export async function runCloudInit(system: System, keyName?: string): Promise<void> {
  const { files, facts, host } = system;
  if (!files.exists('/usr/bin/cloud-init')) {
    host.console('cloud-init is not installed: user data is not run');
    return;
  }
  const directory = `/var/lib/cloud/instances/${facts.instanceId}`;
  const marker = `${directory}/sem/config_scripts_user`;
  const isFirst = !files.exists(marker);
  files.remove('/var/lib/cloud/instance');
  files.makeDirectory(`${directory}/sem`);
  files.link(directory, '/var/lib/cloud/instance');
  files.write('/var/lib/cloud/data/instance-id', `${facts.instanceId}\n`);
  files.append(
    '/var/log/cloud-init.log',
    `${new Date(files.now()).toISOString()} - util.py[DEBUG]: Cloud-init running for ${facts.instanceId}\n`,
  );
  authorize(system, keyName);
  const userData = system.userData ?? '';
  files.write(`${directory}/user-data.txt`, userData, { mode: 0o600 });
  files.write('/run/cloud-init/status.json', '{"v1":{"stage":"modules-final"}}\n');
  if (isFirst && userData !== '') await runUserData(system, userData, directory);
  files.write(marker, '');
  files.write(`${directory}/boot-finished`, `${files.now()}\n`);
  files.write('/run/cloud-init/result.json', '{"v1":{"errors":[]}}\n');
  files.append(
    '/var/log/cloud-init-output.log',
    `Cloud-init v. 22.2.2 finished at ${new Date(files.now()).toUTCString()}\n`,
  );
}

function authorize(system: System, keyName: string | undefined): void {
  const user = defaultUser(system.files);
  if (keyName === undefined || user === undefined) return;
  const path = `${user.home}/.ssh/authorized_keys`;
  const line = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${Buffer.from(keyName).toString('base64').replace(/=+$/, '')} ${keyName}\n`;
  const { name, home } = user;
  const owner = { user: name, group: groupsOf(system.files, name)[0] ?? name };
  if (!system.files.exists(`${home}/.ssh`)) system.files.makeDirectory(`${home}/.ssh`, 0o700);
  system.files.change(`${home}/.ssh`, { owner });
  const text = system.files.textOr(path);
  if (!text.includes(line)) system.files.write(path, text + line, { mode: 0o600, owner });
}

async function runUserData(system: System, userData: string, directory: string): Promise<void> {
  const { files, host } = system;
  const log = (text: string) => {
    files.append('/var/log/cloud-init-output.log', text);
    text
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .forEach((line) => host.console(`cloud-init[1000]: ${line}`));
  };
  if (!userData.startsWith('#!')) {
    log(
      `user data of kind "${userData.split('\n')[0]?.slice(0, 60)}" is not modeled by this simulation: only scripts that start with #! are run\n`,
    );
    return;
  }
  const script = `${directory}/scripts/part-001`;
  files.write(script, userData, { mode: 0o700 });
  const capture = new Capture((_stream, text) => log(text));
  const { interpreter = '/bin/sh', argument } = shebangOf(userData) ?? {};
  const isOption = argument === undefined || /^-\w+$/.test(argument);
  // Only a shell is run here: so the output of each statement comes at once.
  const runsHere = isShell(interpreter) && isOption;
  const start = runsHere ? { script: withParameters(userData, [], argument) } : { words: [script] };
  const { done } = system.processes.background({
    ...start,
    capture,
    cwd: '/',
    user: 'root',
    command: `/bin/bash ${script}`,
    environment: { ...environmentOf(files, 'root'), INSTANCE_ID: system.facts.instanceId },
  });
  const end = await done;
  if (end.exitCode !== 0)
    log(
      `cc_scripts_user.py[WARNING]: Failed to run module scripts-user (scripts in ${directory}/scripts), exit code ${end.exitCode}\n`,
    );
}

/** Starts every unit that a link in multi-user.target.wants or another target enables. */
export async function startUnits(system: System): Promise<void> {
  const { files } = system;
  for (const directory of files.list('/etc/systemd/system').filter((name) => name.endsWith('.target.wants'))) {
    for (const name of files.list(`/etc/systemd/system/${directory}`)) {
      if (readUnit(files, name) === undefined || readUnit(files, name)?.masked === true) continue;
      const oneshot = readUnit(files, name)?.settings.get('Service.Type')?.[0] === 'oneshot';
      const starting = system.units.start(name, (done) => done);
      if (oneshot) void starting;
      else await starting;
    }
  }
}
