import type { FileSystem } from '../file/system';
import { recordDeb } from './database';
import { debBase } from './deb-index';
import { writePackageFiles } from './install';

export const agentPackage = 'amazon-ssm-agent';
const content = `deb of ${agentPackage}\n`;
const address =
  /^https:\/\/s3\.([a-z0-9-]+)\.amazonaws\.com\/amazon-ssm-\1\/latest\/debian_(amd64|arm64)\/amazon-ssm-agent\.deb$/;

/** Returns the package of the SSM agent at an address of AWS's buckets (Systems Manager user guide); or undefined. */
export const agentPackageAt = (url: string): Uint8Array | undefined =>
  address.test(url) ? Buffer.from(content) : undefined;

export const isAgentPackage = (text: string): boolean => text === content;

/** Installs the agent's package: its programs, and its unit, enabled. */
export function addAgentPackage(files: FileSystem): void {
  const one = debBase.get(agentPackage);
  if (one === undefined) throw new Error(`there is no package ${agentPackage}`);
  writePackageFiles(files, one);
  recordDeb(files, one);
  addAgent(files, `${agentPackage}.service`, '/usr/bin');
}

/** Adds the unit of the SSM agent, enabled, as the vendor ships it, with the directory that it runs in. */
export function addAgent(files: FileSystem, unit: string, directory: string): void {
  files.makeDirectory(directory);
  const path = `/usr/lib/systemd/system/${unit}`;
  files.write(
    path,
    `[Unit]\nDescription=amazon-ssm-agent\nAfter=network-online.target\n\n[Service]\nType=simple\nWorkingDirectory=${directory}\nExecStart=/usr/bin/amazon-ssm-agent\nKillMode=process\nRestart=always\n\n[Install]\nWantedBy=multi-user.target\n`,
  );
  files.link(path, `/etc/systemd/system/multi-user.target.wants/${unit}`);
  files.write('/etc/amazon/ssm/amazon-ssm-agent.json.template', '{}\n');
}
