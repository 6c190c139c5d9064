import { ebsBuilder, provisioners, type PackerPlan } from './template';

/** Fields that HCL writes as blocks and not as values. */
const blocks = [
  'source_ami_filter',
  'metadata_options',
  'launch_block_device_mappings',
  'temporary_iam_instance_profile_policy_document',
  'Statement',
];

/** Returns a template in HCL2 for Packer 1.7 and later. `packer init` fetches the plugin that the template names. */
export function hclTemplate(plan: PackerPlan): string {
  const named = ebsBuilder(plan, '');
  const builder = { ...named, ami_name: new Stamped(named.ami_name) };
  return (
    [
      block('packer', [
        block('required_plugins', [
          'amazon = {',
          '  source  = "github.com/hashicorp/amazon"',
          '  version = ">= 1.2.8"',
          '}',
        ]),
      ]),
      block('locals', ['stamp = formatdate("YYYYMMDDhhmmss", timestamp())']),
      block('source "amazon-ebs" "image"', members(builder)),
      block('build', [
        'sources = ["source.amazon-ebs.image"]',
        ...provisioners(plan).flatMap(([type, fields]) => ['', block(`provisioner "${type}"`, members(fields))]),
      ]),
    ].join('\n\n') + '\n'
  );
}

function block(head: string, lines: readonly string[]): string {
  const body = lines.flatMap((line) => line.split('\n')).map((line) => (line === '' ? '' : `  ${line}`));
  return `${head} {\n${body.join('\n')}\n}`;
}

function members(value: Record<string, unknown>): string[] {
  const isBlock = ([key]: [string, unknown]) => blocks.includes(key);
  const entries = Object.entries(value);
  return [
    ...aligned(entries.filter((entry) => !isBlock(entry)).map(([key, member]) => [key, literal(member)])),
    ...entries
      .filter(isBlock)
      .flatMap(([key, member]) => [member].flat().map((each) => block(key, members(each as Record<string, unknown>)))),
  ];
}

/**
 * Returns assignments as `packer fmt` formats them: the equals signs of adjacent lines are aligned. A value of several
 * lines is separated from the lines around it by empty lines.
 */
function aligned(assignments: readonly [name: string, value: string][]): string[] {
  const lines: string[] = [];
  let group: (readonly [string, string])[] = [];
  const flush = () => {
    const width = Math.max(0, ...group.map(([name]) => name.length));
    lines.push(...group.map(([name, value]) => `${name.padEnd(width)} = ${value}`));
    group = [];
  };
  for (const assignment of assignments) {
    if (assignment[1].includes('\n')) flush();
    group.push(assignment);
    if (assignment[1].includes('\n')) flush();
  }
  flush();
  return lines;
}

/** A string that Packer ends with the time of the build. */
class Stamped {
  constructor(readonly start: string) {}
}

function literal(value: unknown): string {
  if (value instanceof Stamped) return text(value.start).replace(/"$/, () => '${local.stamp}"');
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = aligned(Object.entries(value).map(([key, member]) => [text(key), literal(member)]));
    return entries.length === 0
      ? '{}'
      : `{\n${entries
          .flatMap((entry) => entry.split('\n'))
          .map((line) => `  ${line}`)
          .join('\n')}\n}`;
  }
  return typeof value === 'string' ? text(value) : String(value);
}

/** Returns a string of HCL: JSON's escapes, plus `$${` and `%%{` for text that only looks like a template. */
function text(value: string): string {
  return JSON.stringify(value).replace(/[$%]\{/g, (start) => `${start[0]}${start}`);
}
