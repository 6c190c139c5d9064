import type { Architecture } from '../image';
import { sourceImage, userOfBase, type SourceImage } from './source-image';

/** A script of the template: a file beside it, or the text itself. */
export type PackerScript = { script: string } | { inline: string[] };

/** What a template is made from. */
export interface PackerPlan {
  name: string;
  description?: string;
  base: string;
  instance_types: readonly string[];
  architecture: Architecture;
  region?: string;
  regions?: readonly string[];
  volume_size_gb?: number;
  tags: Readonly<Record<string, string>>;
  scripts: readonly PackerScript[];
}

/** The builder `amazon-ebs` of a template, as Packer spells its members; the name ends in the time of the build. */
export interface EbsBuilder {
  [member: string]: unknown;
}

// Packer takes `{{` in any text for a template of its own.
const escaped = (text: string): string => text.replaceAll('{{', '{{"{{"}}');
const escapedAll = (tags: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, escaped(value)]));

/** The members of Packer's `amazon-ebs` builder: IMDSv2 only, no inbound port (Session Manager), image and snapshots tagged alike. */
export function ebsBuilder(plan: PackerPlan, stamp: string): EbsBuilder {
  const source: SourceImage = sourceImage(plan.base, plan.architecture);
  const [first = '', ...others] = plan.instance_types;
  return {
    ami_name: `${escaped(plan.name)}-${stamp}`,
    ...(plan.description !== undefined && { ami_description: escaped(plan.description) }),
    instance_type: first,
    ...(others.length > 0 && { run_tags: { 'other-instance-types': others.join(',') } }),
    ...(plan.region !== undefined && { region: plan.region }),
    ...(plan.regions && plan.regions.length > 0 && { ami_regions: [...plan.regions] }),
    ...source,
    communicator: 'ssh',
    ssh_username: userOfBase(plan.base),
    ssh_interface: 'session_manager',
    imds_support: 'v2.0',
    metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
    ...(plan.volume_size_gb !== undefined && { launch_block_device_mappings: [{ device_name: plan.base.startsWith('ubuntu') ? '/dev/sda1' : '/dev/xvda', volume_size: plan.volume_size_gb, volume_type: 'gp3', delete_on_termination: true }] }),
    tags: escapedAll(plan.tags),
    snapshot_tags: escapedAll(plan.tags),
  };
}

/** The members of Packer's `shell` provisioner: each script runs as root, as spawn runs it. */
export function shellProvisioner(script: PackerScript): Record<string, unknown> {
  return { ...('inline' in script ? { inline: script.inline.map(escaped) } : script), execute_command: "chmod +x {{ .Path }}; sudo env {{ .Vars }} {{ .Path }}" };
}

/** A template in JSON, as `packer validate` and `packer build` of every version read it. */
export function jsonTemplate(plan: PackerPlan): string {
  const template = {
    builders: [{ type: 'amazon-ebs', ...ebsBuilder(plan, '{{timestamp}}') }],
    provisioners: plan.scripts.map((script) => ({ type: 'shell', ...shellProvisioner(script) })),
  };
  return `${JSON.stringify(template, null, 2)}\n`;
}
