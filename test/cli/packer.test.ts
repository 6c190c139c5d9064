import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { spawn } from './spawn';

const examples = resolve(__dirname, '..', '..', 'examples');
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'packer-'));
  writeFileSync(join(made, 'install.sh'), '#!/bin/bash\nyum install -y git\n');
  return made;
};
const generate = (argv: string[], directory = folder()) => spawn(['generate-packer-template', ...argv], { directory });
const fromFlags = ['--base-ami', 'al2023', '--instance-type', 'm7i.large', '--provisioner', '@install.sh'];

/** Packer's own opinion where Packer is installed; null where it is not. */
function validated(file: string, directory: string): string | null {
  const { status, stdout, stderr, error } = spawnSync('packer', ['validate', '-syntax-only', file], { cwd: directory, encoding: 'utf8' });
  if (error) return null;
  return status === 0 ? 'valid' : `${stdout}${stderr}`;
}

test('the command of the specification writes a template in JSON that Packer reads', async () => {
  const directory = folder();
  const { code, out, err } = await generate([...fromFlags, '--output', 'packer.json'], directory);
  expect([code, out, err]).toEqual([0, '', 'Wrote packer.json. Check it: packer validate packer.json\n']);
  const { builders: [builder], provisioners } = JSON.parse(readFileSync(join(directory, 'packer.json'), 'utf8'));
  expect(builder).toMatchObject({ type: 'amazon-ebs', instance_type: 'm7i.large', ssh_username: 'ec2-user', ssh_interface: 'session_manager', imds_support: 'v2.0' });
  expect(builder.source_ami_filter).toMatchObject({ owners: ['amazon'], most_recent: true, filters: { architecture: 'x86_64' } });
  expect(provisioners).toMatchObject([{ type: 'shell', script: 'install.sh' }]);
  const opinion = validated('packer.json', directory);
  if (opinion === null) process.stderr.write('packer is not installed here: its own check of the template was not run\n');
  else expect(opinion).toBe('valid');
});

test('a recipe becomes a template with its scripts in order, cleaned last, tagged so that the image can be adopted', async () => {
  const { out } = await generate([join(examples, 'pytorch-cpu', 'recipe.yaml')]);
  const { builders: [builder], provisioners } = JSON.parse(out);
  expect(builder).toMatchObject({ ami_name: 'pytorch-2.2.0-cpu-{{timestamp}}', ami_regions: ['eu-west-1', 'us-west-2'], launch_block_device_mappings: [{ volume_size: 25 }] });
  expect(builder.tags).toEqual(builder.snapshot_tags);
  expect(builder.tags).toMatchObject({ owner: 'team-ml' });
  expect(provisioners.slice(0, 2).map((each: any) => each.script ?? each.inline[0])).toEqual(['install.sh', '#!/bin/bash']);
  expect(provisioners).toHaveLength(3);
  expect(provisioners.at(-1).inline.join('\n')).toContain('cloud-init clean');
});

test('a name that ends in .pkr.hcl gets HCL2, in which no text of the user is a template', async () => {
  const directory = folder();
  await generate([...fromFlags, '--tag', 'note=${env.HOME} "quoted" %{if}', '--output-file', 'image.pkr.hcl'], directory);
  const text = readFileSync(join(directory, 'image.pkr.hcl'), 'utf8');
  expect(text).toContain('ami_name = "spawn-image-${local.stamp}"');
  expect(text).toContain('"note" = "$${env.HOME} \\"quoted\\" %%{if}"');
  expect(text).toContain('  source_ami_filter {\n');
  expect(text).toContain('  provisioner "shell" {\n    script = "install.sh"\n');
  expect((text.match(/\{/g) ?? []).length).toBe((text.match(/\}/g) ?? []).length);
  expect(validated('image.pkr.hcl', directory) ?? 'valid').toBe('valid');
});

test('a Graviton type asks for an arm64 base', async () => {
  for (const [type, architecture] of [['m7g.large', 'arm64'], ['g5g.xlarge', 'arm64'], ['im4gn.large', 'arm64'], ['g5.xlarge', 'x86_64'], ['g4dn.xlarge', 'x86_64'], ['m7i-flex.large', 'x86_64']] as const) {
    const { out } = await generate(['--base-ami', 'ubuntu-24.04', '--instance-type', type, '--provisioner', 'apt-get install -y git']);
    expect([type, JSON.parse(out).builders[0].source_ami_filter.filters.architecture]).toEqual([type, architecture]);
  }
});

test('what a template cannot say is refused: no base, a stack or a parameter as base, a script that is not there, flags beside a recipe', async () => {
  for (const [argv, words] of [
    [[], 'name a recipe, or say --base-ami'],
    [['--base-ami', 'stack:pytorch@2.x', ...fromFlags.slice(2)], 'name it by its id'],
    [['--base-ami', 'ssm:/aws/service/x', ...fromFlags.slice(2)], 'cannot stand in a template'],
    [['--base-ami', 'centos', ...fromFlags.slice(2)], "'centos' is not known"],
    [[...fromFlags.slice(0, 4), '--provisioner', '@missing.sh'], 'there is no such file'],
    [[join(examples, 'pytorch-cpu', 'recipe.yaml'), '--base-ami', 'al2023'], 'leave out --base-ami'],
  ] as [string[], string][]) {
    const { code, out, err } = await generate(argv);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(words)]);
  }
});
