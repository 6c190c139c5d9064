import { agentUserData } from '../instance/scripts';
import { shellQuote } from '../lib/shell-quote';
import type { Architecture } from '../model/image';
import { sourceImage, userOfBase, type SourceImage } from './source-image';

/** A script of the template: a file beside it, or the text itself with its interpreter. */
export type PackerScript = { script: string } | { inline: string[]; inline_shebang: string };

// The interpreter of scripts that name none. Packer's own default is `/bin/sh -e`.
const defaultInterpreter = '/bin/bash';

/**
 * Returns a script of a template from its text. Packer writes the first line itself, so a `#!` line becomes
 * `inline_shebang`.
 */
export function inlineScript(text: string): PackerScript {
  const lines = text.replace(/\n$/, '').split('\n');
  const [first = ''] = lines;
  if (!first.startsWith('#!')) return { inline: lines, inline_shebang: defaultInterpreter };
  return { inline: lines.slice(1), inline_shebang: first.slice(2).trim() };
}

/** The type of a provisioner and its fields, with Packer's names. */
export type Provisioner = [type: 'file' | 'shell', fields: Record<string, unknown>];

/** A file of the template: one beside it by its name, or an address with its digest. */
export interface PackerFile {
  from: { file: string } | { url: string; sha256: string };
  destination: string;
  mode: string;
  owner: string;
}

/**
 * Returns the provisioners that copy a file. Packer logs in as a user who may write few folders, so the file goes to
 * /tmp, and root puts it in its place.
 */
function fileProvisioners(file: PackerFile, index: number): Provisioner[] {
  const { from, destination, mode, owner } = file;
  const [user = '', group = ''] = owner.split(':');
  const part = `/tmp/spawn-file-${index + 1}`;
  const fetch =
    'file' in from
      ? []
      : [
          `curl --fail --silent --show-error --retry 5 --location --proto =https --globoff --output ${part} ${shellQuote(from.url)}`,
          `echo '${from.sha256}  ${part}' | sha256sum --check --quiet`,
        ];
  const owned = group === '' ? `--owner=${user} --group="$(id -gn ${user})"` : `--owner=${user} --group=${group}`;
  const inline = [...fetch, `install -D ${owned} --mode=${mode} ${part} ${shellQuote(destination)}`, `rm -f ${part}`];
  const script = shellProvisioner({ inline, inline_shebang: '/bin/bash -e' });
  return [
    ...('file' in from ? [['file', { source: escaped(from.file), destination: part }] as Provisioner] : []),
    ['shell', script],
  ];
}

/**
 * The permissions of the temporary instance profile that Packer creates: what the agent needs to register and to open
 * sessions. Session Manager does not reach an instance without them.
 */
const sessionPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'ssm:UpdateInstanceInformation',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      Resource: ['*'],
    },
  ],
};

/** The facts that a template is built from. */
export interface PackerPlan {
  name: string;
  description?: string;
  base: string;
  instance_types: readonly string[];
  architecture: Architecture;
  /** The builder is requested as a spot instance. Packer does not fall back to on demand. */
  spot?: boolean;
  region?: string;
  regions?: readonly string[];
  volume_size_gb?: number;
  tags: Readonly<Record<string, string>>;
  files: readonly PackerFile[];
  scripts: readonly PackerScript[];
}

/** The builder `amazon-ebs` of a template, with Packer's names. The image name ends with the time of the build. */
export interface EbsBuilder {
  ami_name: string;
  [member: string]: unknown;
}

// Packer evaluates `{{` in any text as a template.
const escaped = (text: string): string => text.replaceAll('{{', '{{"{{"}}');
const escapedAll = (tags: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, escaped(value)]));

/**
 * Returns the fields of Packer's `amazon-ebs` builder: IMDSv2 only, no inbound port (Session Manager), the same tags on
 * image and snapshots.
 */
export function ebsBuilder(plan: PackerPlan, stamp: string): EbsBuilder {
  const source: SourceImage = sourceImage(plan.base, plan.architecture);
  return {
    ami_name: `${escaped(plan.name)}-${stamp}`,
    ...(plan.description !== undefined && { ami_description: escaped(plan.description) }),
    ...instanceTypes(plan),
    ...(plan.region !== undefined && { region: plan.region }),
    ...(plan.regions && plan.regions.length > 0 && { ami_regions: [...plan.regions] }),
    ...source,
    communicator: 'ssh',
    ssh_username: userOfBase(plan.base),
    ssh_interface: 'session_manager',
    ...(plan.base === 'debian-12' && { user_data: escaped(agentUserData()) }),
    temporary_iam_instance_profile_policy_document: sessionPolicy,
    imds_support: 'v2.0',
    metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
    ...(plan.volume_size_gb !== undefined && {
      launch_block_device_mappings: [rootVolume(plan.base, plan.volume_size_gb)],
    }),
    tags: escapedAll(plan.tags),
    snapshot_tags: escapedAll(plan.tags),
  };
}

/** Packer launches one type on demand, and the cheapest of several as a spot instance, at no more than on demand. */
function instanceTypes({ instance_types, spot = false }: PackerPlan): Record<string, unknown> {
  const [first = '', ...others] = instance_types;
  if (spot) return { spot_instance_types: [...instance_types], spot_price: 'auto' };
  return { instance_type: first, ...(others.length > 0 && { run_tags: { 'other-instance-types': others.join(',') } }) };
}

function rootVolume(base: string, size: number): Record<string, unknown> {
  const device = base.startsWith('ubuntu') ? '/dev/sda1' : '/dev/xvda';
  // Packer 1.6 requires the values of gp3. These are EC2's defaults.
  return {
    device_name: device,
    volume_size: size,
    volume_type: 'gp3',
    iops: 3000,
    throughput: 125,
    delete_on_termination: true,
  };
}

// A file without a `#!` line runs in bash, as on spawn's builders.
const runAsRoot = `chmod +x {{ .Path }}; sudo env {{ .Vars }} $(head -c 2 {{ .Path }} | grep -q '#!' || echo ${defaultInterpreter}) {{ .Path }}`;

/**
 * Returns the fields of Packer's `shell` provisioner: each script runs as root, with the interpreter that spawn would
 * use.
 */
function shellProvisioner(script: PackerScript): Record<string, unknown> {
  const members = 'inline' in script ? { ...script, inline: script.inline.map(escaped) } : script;
  return { ...members, execute_command: runAsRoot };
}

/** Returns the provisioners of a template in order, with their types: the files, then the scripts. */
export function provisioners({ files, scripts }: PackerPlan): Provisioner[] {
  return [
    ...files.flatMap(fileProvisioners),
    ...scripts.map((script): Provisioner => ['shell', shellProvisioner(script)]),
  ];
}

/** Returns a template in JSON, which `packer validate` and `packer build` of every version read. */
export function jsonTemplate(plan: PackerPlan): string {
  const template = {
    builders: [{ type: 'amazon-ebs', ...ebsBuilder(plan, '{{timestamp}}') }],
    provisioners: provisioners(plan).map(([type, members]) => ({ type, ...members })),
  };
  return `${JSON.stringify(template, null, 2)}\n`;
}
