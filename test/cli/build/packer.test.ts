import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultKernel } from '../../../core/packer/source-image';
import { publicParameters } from '../../../local/fixtures/base-images';
import { spawn } from '../kit/spawn';

const examples = resolve(__dirname, '..', '..', '..', 'examples');
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'packer-'));
  writeFileSync(join(made, 'install.sh'), '#!/bin/bash\nyum install -y git\n');
  return made;
};
const generate = (argv: string[], directory = folder()) => spawn(['generate-packer-template', ...argv], { directory });
const fromFlags = ['--base-ami', 'al2023', '--instance-type', 'm7i.large', '--provisioner', '@install.sh'];

test('the command of the specification writes a template in JSON that Packer reads', async () => {
  const directory = folder();
  const { code, out, err } = await generate([...fromFlags, '--output', 'packer.json'], directory);
  expect([code, out, err]).toEqual([0, '', 'Wrote packer.json. To check it: packer validate packer.json\n']);
  const {
    builders: [builder],
    provisioners,
  } = JSON.parse(readFileSync(join(directory, 'packer.json'), 'utf8'));
  expect(builder).toMatchObject({
    type: 'amazon-ebs',
    instance_type: 'm7i.large',
    ssh_username: 'ec2-user',
    ssh_interface: 'session_manager',
    imds_support: 'v2.0',
  });
  expect(builder.source_ami_filter).toMatchObject({
    owners: ['amazon'],
    most_recent: true,
    filters: { architecture: 'x86_64' },
  });
  expect(provisioners).toMatchObject([{ type: 'shell', script: 'install.sh' }]);
});

test('a recipe becomes a template with its scripts in order, cleaned last, tagged so that the image can be adopted', async () => {
  const { out } = await generate([join(examples, 'pytorch-cpu', 'recipe.yaml')]);
  const {
    builders: [builder],
    provisioners,
  } = JSON.parse(out);
  expect(builder).toMatchObject({
    ami_name: 'pytorch-2.2.0-cpu-{{timestamp}}',
    ami_regions: ['eu-west-1', 'us-west-2'],
    launch_block_device_mappings: [{ volume_size: 25, throughput: 125 }],
  });
  expect(builder.tags).toEqual(builder.snapshot_tags);
  expect(builder.tags).toMatchObject({ owner: 'team-ml' });
  expect(provisioners.slice(0, 2).map((each: any) => each.script ?? each.inline_shebang)).toEqual([
    'install.sh',
    '/bin/bash',
  ]);
  expect(provisioners).toHaveLength(3);
  expect(provisioners.at(-1).inline.join('\n')).toContain('cloud-init clean');
});

test('a name that ends in .pkr.hcl gets HCL2, in which no text of the user is a template', async () => {
  const directory = folder();
  await generate(
    [...fromFlags, '--tag', 'note=${env.HOME} "quoted" %{if} ${local.stamp}', '--output-file', 'image.pkr.hcl'],
    directory,
  );
  const text = readFileSync(join(directory, 'image.pkr.hcl'), 'utf8');
  expect(text).toMatch(/^  ami_name +=/m);
  expect(text).toContain('= "spawn-image-${local.stamp}"');
  expect(text).toContain('"note" = "$${env.HOME} \\"quoted\\" %%{if} $${local.stamp}"');
  expect(text).toContain('  source_ami_filter {\n');
  expect(text).toContain('  provisioner "shell" {\n    script          = "install.sh"\n');
  expect((text.match(/\{/g) ?? []).length).toBe((text.match(/\}/g) ?? []).length);
});

test('a script runs with the interpreter that spawn runs it with, and not under sh -e', async () => {
  const shebangs = async (script: string) => {
    const { out } = await generate([...fromFlags.slice(0, 4), '--provisioner', script]);
    const [{ inline, inline_shebang }] = JSON.parse(out).provisioners;
    return [inline_shebang, inline];
  };
  expect(await shebangs('[[ -d /opt ]] && echo there')).toEqual(['/bin/bash', ['[[ -d /opt ]] && echo there']]);
  expect(await shebangs('#!/usr/bin/env python3\nprint(1)\n')).toEqual(['/usr/bin/env python3', ['print(1)']]);
  const { out } = await generate(fromFlags);
  expect(JSON.parse(out).provisioners[0].execute_command).toContain("grep -q '#!' || echo /bin/bash");
});

test('Session Manager reaches the builder by a temporary instance profile that Packer makes and removes', async () => {
  const { out } = await generate(fromFlags);
  const policy = JSON.parse(out).builders[0].temporary_iam_instance_profile_policy_document;
  expect(policy).toMatchObject({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: ['*'] }] });
  expect(policy.Statement[0].Action).toEqual(
    expect.arrayContaining(['ssm:UpdateInstanceInformation', 'ssmmessages:OpenDataChannel']),
  );
  const hcl = (await generate([...fromFlags, '--format', 'hcl'])).out;
  expect(hcl).toContain(
    '  temporary_iam_instance_profile_policy_document {\n    Version = "2012-10-17"\n    Statement {\n',
  );
});

test('the base of Amazon Linux has the kernel that a recipe gets from the default parameter', async () => {
  const { out } = await generate(fromFlags);
  expect(JSON.parse(out).builders[0].source_ami_filter.filters.name).toBe('al2023-ami-2023.*-kernel-6.1-x86_64');
  const published = publicParameters('us-east-1');
  const valueOf = (kernel: string) =>
    published.find(({ name }) => name.endsWith(`/al2023-ami-kernel-${kernel}-x86_64`))?.value;
  expect(valueOf('default')).toMatch(/^ami-/);
  expect(valueOf(defaultKernel)).toBe(valueOf('default'));
});

test('equals signs of neighbouring lines stand below each other, as packer fmt leaves them', async () => {
  const { out } = await generate([...fromFlags, '--tag', 'a=1', '--tag', 'longer=2', '--format', 'hcl']);
  expect(out).toContain('  tags = {\n    "a"      = "1"\n    "longer" = "2"\n  }\n');
  expect(out).toContain('    owners      = ["amazon"]\n    most_recent = true\n');
});

test('a Graviton type asks for an arm64 base', async () => {
  for (const [type, architecture] of [
    ['m7g.large', 'arm64'],
    ['g5g.xlarge', 'arm64'],
    ['im4gn.large', 'arm64'],
    ['g5.xlarge', 'x86_64'],
    ['g4dn.xlarge', 'x86_64'],
    ['m7i-flex.large', 'x86_64'],
  ] as const) {
    const { out } = await generate([
      '--base-ami',
      'ubuntu-24.04',
      '--instance-type',
      type,
      '--provisioner',
      'apt-get install -y git',
    ]);
    expect([type, JSON.parse(out).builders[0].source_ami_filter.filters.architecture]).toEqual([type, architecture]);
  }
});

test('a template on Debian logs in as admin, and its user data installs the agent that the session needs', async () => {
  const { out } = await generate(['--base-ami', 'debian-12', ...fromFlags.slice(2)]);
  expect(JSON.parse(out).builders[0]).toMatchObject({
    ssh_username: 'admin',
    source_ami_filter: { filters: { name: 'debian-12-amd64-*' }, owners: ['136693071363'] },
    user_data: expect.stringMatching(/^#!\/bin\/bash\n[^]*latest\/debian_[^]*amazon-ssm-agent\.deb/),
  });
});

test('what a template cannot say is refused: no base, a stack or a parameter as base, a script that is not there, flags beside a recipe', async () => {
  for (const [argv, words] of [
    [[], 'name a recipe, or set --base-ami'],
    [['--base-ami', 'stack:pytorch@2.x', ...fromFlags.slice(2)], 'name it by its id'],
    [['--base-ami', 'ssm:/aws/service/x', ...fromFlags.slice(2)], 'cannot be used in a Packer template'],
    [['--base-ami', 'centos', ...fromFlags.slice(2)], "'centos' is unknown"],
    [[...fromFlags.slice(0, 4), '--provisioner', '@missing.sh'], 'no such file'],
    [[join(examples, 'pytorch-cpu', 'recipe.yaml'), '--base-ami', 'al2023'], 'remove --base-ami'],
  ] as [string[], string][]) {
    const { code, out, err } = await generate(argv);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(words)]);
  }
});

test('a recipe with spot requests a spot instance of any of its types, and says that Packer does not fall back', async () => {
  const made = folder();
  const recipe = 'stack: web\nversion: 1.0.0\nbase: al2023\nprovision: [{ script: install.sh }]\nspot: true\n';
  writeFileSync(join(made, 'recipe.yaml'), `${recipe}instance_types: [m7i.large, m6i.large]\n`);
  const { code, out, err } = await generate(['recipe.yaml'], made);
  const [builder] = JSON.parse(out).builders;
  expect([code, err]).toEqual([0, expect.stringContaining('it does not fall back to on demand')]);
  expect(builder).toMatchObject({ spot_instance_types: ['m7i.large', 'm6i.large'], spot_price: 'auto' });
  expect(builder).not.toHaveProperty('instance_type');
  const onDemand = await generate(fromFlags);
  expect([onDemand.err, onDemand.out]).toEqual(['', expect.not.stringContaining('spot')]);
});

describe('files of a recipe', () => {
  const recipe = (files: string): string => {
    const made = folder();
    mkdirSync(join(made, 'conf'));
    writeFileSync(join(made, 'conf', 'a'), 'a');
    writeFileSync(join(made, 'conf', "b's"), 'b');
    const text =
      'stack: web\nversion: 1.0.0\nbase: al2023\ninstance_types: [m7i.large]\nprovision: [{ script: install.sh }]\n';
    writeFileSync(join(made, 'recipe.yaml'), `${text}files:\n${files}`);
    return made;
  };
  const digest = 'a'.repeat(64);

  test('are uploaded by Packer before the scripts, and put in place by root with mode and owner', async () => {
    const made = recipe(
      `  - { source: conf, destination: /etc/app, mode: 0640, owner: ec2-user }\n  - { source: "https://example.org/x", destination: /opt/x, sha256: ${digest} }\n`,
    );
    const { provisioners } = JSON.parse((await generate(['recipe.yaml'], made)).out);
    expect(
      provisioners
        .slice(0, 6)
        .map(({ type, source, destination, inline, script }: any) =>
          source ? [type, source, destination] : [type, ...(inline ?? [script])],
        ),
    ).toEqual([
      ['file', 'conf/a', '/tmp/spawn-file-1'],
      [
        'shell',
        `install -D --owner=ec2-user --group="$(id -gn ec2-user)" --mode=0640 /tmp/spawn-file-1 '/etc/app/a'`,
        'rm -f /tmp/spawn-file-1',
      ],
      ['file', "conf/b's", '/tmp/spawn-file-2'],
      ['shell', expect.stringContaining(`/tmp/spawn-file-2 '/etc/app/b'\\''s'`), 'rm -f /tmp/spawn-file-2'],
      [
        'shell',
        "curl --fail --silent --show-error --retry 5 --location --proto =https --globoff --output /tmp/spawn-file-3 'https://example.org/x'",
        `echo '${digest}  /tmp/spawn-file-3' | sha256sum --check --quiet`,
        "install -D --owner=root --group=root --mode=0644 /tmp/spawn-file-3 '/opt/x'",
        'rm -f /tmp/spawn-file-3',
      ],
      ['shell', 'install.sh'],
    ]);
    const hcl = (await generate(['recipe.yaml', '--format', 'hcl'], made)).out;
    expect(hcl).toContain('  provisioner "file" {\n    source      = "conf/a"\n');
  });

  test('of S3 are refused: the builder of Packer may not read them', async () => {
    const made = recipe(`  - { source: "s3://some-bucket/uploads/x", destination: /opt/x, sha256: ${digest} }\n`);
    const { code, err } = await generate(['recipe.yaml'], made);
    expect([code, err]).toEqual([2, expect.stringContaining('the recipe copies s3://some-bucket/uploads/x')]);
  });
});
