import { ebsBuilder, shellProvisioner, type PackerPlan } from './template';

/** Members that HCL writes as blocks and not as values. */
const blocks = ['source_ami_filter', 'metadata_options', 'launch_block_device_mappings'];

/** A template in HCL2, for Packer 1.7 and later; `packer init` fetches the plugin that it names. */
export function hclTemplate(plan: PackerPlan): string {
  const builder = ebsBuilder(plan, '${local.stamp}');
  return [
    block('packer', [block('required_plugins', ['amazon = {', '  source  = "github.com/hashicorp/amazon"', '  version = ">= 1.2.8"', '}'])]),
    block('locals', ['stamp = formatdate("YYYYMMDDhhmmss", timestamp())']),
    block('source "amazon-ebs" "image"', members(builder)),
    block('build', [
      'sources = ["source.amazon-ebs.image"]',
      ...plan.scripts.flatMap((script) => ['', block('provisioner "shell"', members(shellProvisioner(script)))]),
    ]),
  ].join('\n\n') + '\n';
}

function block(head: string, lines: readonly string[]): string {
  const body = lines.flatMap((line) => line.split('\n')).map((line) => (line === '' ? '' : `  ${line}`));
  return `${head} {\n${body.join('\n')}\n}`;
}

function members(value: Record<string, unknown>): string[] {
  const [plain, nested] = [Object.entries(value).filter(([key]) => !blocks.includes(key)), Object.entries(value).filter(([key]) => blocks.includes(key))];
  return [
    ...plain.map(([key, member]) => `${key} = ${literal(member)}`),
    ...nested.flatMap(([key, member]) => [member].flat().map((each) => block(key, members(each as Record<string, unknown>)))),
  ];
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    return entries.length === 0 ? '{}' : `{\n${entries.map(([key, member]) => `  ${text(key)} = ${literal(member)}`).join('\n')}\n}`;
  }
  return typeof value === 'string' ? text(value) : String(value);
}

/** A text of HCL: JSON's escapes, and `$${` and `%%{` where a text only looks like a template. Our own stamp is one. */
function text(value: string): string {
  const quoted = JSON.stringify(value).replace(/[$%]\{/g, (start) => `${start[0]}${start}`);
  return quoted.replaceAll('$${local.stamp}', () => '${local.stamp}');
}
