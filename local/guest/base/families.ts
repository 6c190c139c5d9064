import type { Disk } from '../../kernel/types';
import { diskOf, type GuestDisk } from '../os/disks';
import { emptyRoot } from '../file/tree';
import { FileSystem } from '../file/system';
import { programText, writePackageFiles } from '../package/install';
import { recordRpm, recordDeb } from '../package/database';
import { debBase } from '../package/deb-index';
import { rpmBase, rpmIndex } from '../package/rpm-index';
import { addSnapd } from '../os/snapd';
import { addAgent, agentPackage } from '../package/agent-deb';
import { addCommon, addProgram } from './common';

type Family = 'al2023' | 'al2023-gpu' | 'ubuntu-22.04' | 'ubuntu-24.04' | 'debian-12';

/** The revision of the agent's snap, which names its directory. */
const agentSnap = '9881';
/** When the vendors' images were made. */
const published = Date.parse('2024-03-04T00:00:00Z');
const made = new Map<Family, GuestDisk>();

/** Returns the disk of a vendor's image, as a fixture: the same one each time. */
export function baseDisk(family: Family): Disk {
  let disk = made.get(family);
  if (disk === undefined) {
    const files = new FileSystem(emptyRoot(published), () => published);
    if (family === 'ubuntu-22.04' || family === 'ubuntu-24.04') addUbuntu(files, family);
    else if (family === 'debian-12') addDebian(files);
    else addAmazonLinux(files, family === 'al2023-gpu');
    disk = diskOf(files);
    made.set(family, disk);
  }
  return disk;
}

/** What administrators alone may read. */
const logRights = (log: string) =>
  /^cloud-init|^syslog/.test(log) ? { mode: 0o640, owner: { user: 'root', group: 'adm' } } : {};

function addAmazonLinux(files: FileSystem, hasDriver: boolean): void {
  addCommon(files, 'ec2-user', {
    root: 0o550,
    shadow: 0,
    home: 0o700,
    administrators: 'wheel:x:10',
    shadowGroup: 'root',
  });
  files.write(
    '/etc/os-release',
    'NAME="Amazon Linux"\nVERSION="2023"\nID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2023"\nPLATFORM_ID="platform:al2023"\nPRETTY_NAME="Amazon Linux 2023"\nCPE_NAME="cpe:2.3:o:amazon:amazon_linux:2023"\n',
  );
  files.write('/etc/system-release', 'Amazon Linux release 2023 (Amazon Linux)\n');
  files.write('/usr/lib/systemd/system/tmp.mount', '[Mount]\nWhat=tmpfs\nWhere=/tmp\nType=tmpfs\n');
  for (const one of rpmBase.values()) {
    writePackageFiles(files, one);
    recordRpm(files, one);
  }
  addProgram(files, 'python3.9');
  files.link('python3.9', '/usr/bin/python3');
  addProgram(files, 'python3.9', '/usr/libexec');
  addAgent(files, 'amazon-ssm-agent.service', '/usr/bin');
  for (const directory of ['dnf', 'pki/rpm-gpg', 'sysconfig', 'yum.repos.d']) files.makeDirectory(`/etc/${directory}`);
  for (const log of ['cloud-init.log', 'cloud-init-output.log', 'dnf.log'])
    files.write(`/var/log/${log}`, '', logRights(log));
  if (hasDriver) addDriver(files);
}

/** The GPU image brings NVIDIA's open driver, CUDA 12.1 and pip. */
function addDriver(files: FileSystem): void {
  files.write('/usr/lib/modules/6.1.79/extra/nvidia.ko', 'nvidia 535.161.07\n');
  files.write('/usr/bin/nvidia-smi', programText('nvidia-smi'), { mode: 0o755 });
  files.write('/usr/local/cuda-12.1/version.json', '{"cuda":{"name":"CUDA SDK","version":"12.1.1"}}\n');
  files.write('/usr/local/cuda-12.1/bin/nvcc', programText('nvcc'), { mode: 0o755 });
  files.link('cuda-12.1', '/usr/local/cuda');
  const pip = rpmIndex.get('python3-pip');
  if (pip === undefined) return;
  writePackageFiles(files, pip);
  recordRpm(files, pip);
}

/** Debian has neither the SSM agent nor a user of it: both come with the agent's package. */
function addDebian(files: FileSystem): void {
  addCommon(files, 'admin', {
    root: 0o700,
    shadow: 0o640,
    home: 0o700,
    administrators: 'sudo:x:27',
    shadowGroup: 'shadow',
  });
  files.write(
    '/etc/os-release',
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=debian\n',
  );
  for (const one of debBase.values()) {
    if (one.name === agentPackage) continue;
    if (one.name !== 'python3') writePackageFiles(files, one);
    recordDeb(files, one.name === 'python3' ? { ...one, version: '3.11.2' } : one);
  }
  addProgram(files, 'python3.11');
  files.link('python3.11', '/usr/bin/python3');
  files.write('/usr/lib/python3.11/EXTERNALLY-MANAGED', '[externally-managed]\n');
  addApt(files);
}

function addUbuntu(files: FileSystem, family: 'ubuntu-22.04' | 'ubuntu-24.04'): void {
  const [version, code, python] = family === 'ubuntu-24.04' ? ['24.04', 'noble', '3.12'] : ['22.04', 'jammy', '3.10'];
  addCommon(files, 'ubuntu', {
    root: 0o700,
    shadow: 0o640,
    home: 0o750,
    administrators: 'sudo:x:27',
    shadowGroup: 'shadow',
  });
  files.write(
    '/etc/os-release',
    `PRETTY_NAME="Ubuntu ${version} LTS"\nNAME="Ubuntu"\nVERSION_ID="${version}"\nVERSION_CODENAME=${code}\nID=ubuntu\nID_LIKE=debian\n`,
  );
  for (const one of debBase.values()) {
    if (one.name !== 'python3') writePackageFiles(files, one);
    recordDeb(files, one.name === 'python3' ? { ...one, version: `${python}.3` } : one);
  }
  addProgram(files, 'lsb_release');
  addProgram(files, `python${python}`);
  files.link(`python${python}`, '/usr/bin/python3');
  if (family === 'ubuntu-24.04') files.write('/usr/lib/python3.12/EXTERNALLY-MANAGED', '[externally-managed]\n');
  addAgent(files, 'snap.amazon-ssm-agent.amazon-ssm-agent.service', `/var/snap/amazon-ssm-agent/${agentSnap}`);
  addSnapd(files);
  addApt(files);
}

/** Adds the user of web servers, the folders and the daily jobs of apt, and the logs of Debian's family. */
function addApt(files: FileSystem): void {
  files.append('/etc/passwd', 'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\n');
  files.append('/etc/group', 'www-data:x:33:\n');
  files.append('/etc/shadow', 'www-data:*:19000::::::\n');
  for (const directory of ['apt.conf.d', 'keyrings', 'preferences.d', 'sources.list.d', 'trusted.gpg.d'])
    files.makeDirectory(`/etc/apt/${directory}`);
  files.makeDirectory('/usr/share/keyrings');
  addProgram(files, 'apt.systemd.daily', '/usr/lib/apt');
  for (const [name, verb] of [
    ['apt-daily', 'update'],
    ['apt-daily-upgrade', 'install'],
  ] as const) {
    files.write(
      `/usr/lib/systemd/system/${name}.service`,
      `[Unit]\nDescription=Daily apt activities\n\n[Service]\nType=oneshot\nExecStart=/usr/lib/apt/apt.systemd.daily ${verb}\n`,
    );
    files.write(
      `/usr/lib/systemd/system/${name}.timer`,
      '[Unit]\nDescription=Daily apt activities\n\n[Timer]\nPersistent=true\n',
    );
  }
  for (const log of ['cloud-init.log', 'cloud-init-output.log', 'dpkg.log', 'syslog'])
    files.write(`/var/log/${log}`, '', logRights(log));
}
