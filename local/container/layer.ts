import agent from './layer/agent.sh';
import cloudInit from './layer/cloud-init.sh';
import curl from './layer/curl.sh';
import power from './layer/power.sh';
import ssmCli from './layer/ssm-cli.sh';
import systemctl from './layer/systemctl.sh';
import systemdRun from './layer/systemd-run.sh';
import tell from './layer/tell.sh';
import userData from './layer/user-data.sh';
import type { GuestFacts } from '../kernel/types';

/** The folder of local mode inside a container. It is in memory, so that no image carries it. */
export const layerFolder = '/run/spawn-local';
/** The search path of the agent, the folder of local mode first. */
export const searchPath = `${layerFolder}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

const programs: Readonly<Record<string, string>> = {
  'amazon-ssm-agent': agent,
  'tell-local-mode': tell,
  'user-data': userData,
  curl,
  halt: power,
  poweroff: power,
  reboot: power,
  shutdown: power,
  'ssm-cli': ssmCli,
  systemctl,
  'systemd-run': systemdRun,
};
/** Stand-ins of programs that an image may have itself. */
const standIns: Readonly<Record<string, string>> = { 'cloud-init': cloudInit };

const agentUnit = `[Unit]
Description=amazon-ssm-agent (stand-in of local mode)
[Service]
Environment=PATH=${searchPath}
ExecStart=${layerFolder}/bin/amazon-ssm-agent
Restart=no
[Install]
WantedBy=multi-user.target
`;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const write = (path: string, text: string): string => `printf '%s' ${quoted(text)} >${quoted(path)}`;

/** Returns the shell script that puts the layer into a running container. */
export function layerScript({ instanceId, region }: GuestFacts, endpoint = ''): string {
  const program = ([name, text]: [string, string]): string =>
    `${write(`${layerFolder}/bin/${name}`, text)}\nchmod 755 ${layerFolder}/bin/${name}`;
  const standIn = ([name, text]: [string, string]): string =>
    `if ! command -v ${name} >/dev/null; then\n${program([name, text])}\nfi`;
  return [
    'set -e',
    `mkdir -p ${layerFolder}/bin ${layerFolder}/requests ${layerFolder}/running /run/systemd/system`,
    `chmod 755 ${layerFolder}`,
    // Services of other users ask too.
    `chmod 1777 ${layerFolder}/requests`,
    `[ -p ${layerFolder}/told ] || mkfifo -m 622 ${layerFolder}/told`,
    ...Object.entries(programs).map(program),
    ...Object.entries(standIns).map(standIn),
    write(`${layerFolder}/facts`, `INSTANCE_ID=${instanceId}\nREGION=${region}\nENDPOINT=${endpoint}\n`),
    write('/run/systemd/system/amazon-ssm-agent.service', agentUnit),
  ].join('\n');
}
