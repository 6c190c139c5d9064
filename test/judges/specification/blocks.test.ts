import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from '../../kit/start-once';
import { requireTools, TerminalShell, type Said } from '../../kit/terminal';

// The code blocks of the specification that call spawn, as printed. What stands for something is bound here: ids of
// images by the images that earlier blocks made, ACCOUNT by an account, the lines typed inside `connect` by what is
// typed at its prompt.
const bound: Record<string, string> = {
  'ami-0123456789abcdef0': '$BASE',
  'ami-pytorch-cuda12': '$GPU_BASE',
  'ami-xxxxx': '$NEWEST',
  'ami-abc123': '$FIRST',
  'ami-xyz789': '$SECOND',
  '<instance-id-or-name>': 'ami-builder',
  // The image is listed, and the job array launched, once it is available: the block creates it without --wait.
  'AMI=$(spawn list-amis --stack genomics':
    'until spawn list-amis --stack genomics --latest --json | jq -e .[0]; do :; done >/dev/null\nAMI=$(spawn list-amis --stack genomics',
  // Without sudo, pip installs for the user who is logged in; the tests of an image run as root and would not see it.
  '\npip3': '\nsudo pip3',
  // Which is the account of local mode itself.
  '123456789012': '345678901234',
  // What GitHub puts in before bash sees it.
  '${{ github.run_id }}': '1234567890',
  '${{ github.sha }}': '0123abc',
};

function asTyped(block: string): string {
  const lines = Object.entries(bound)
    .reduce((text, [placeholder, value]) => text.replaceAll(placeholder, value), block)
    .split('\n');
  const out: string[] = [];
  let inside = false;
  for (const line of lines) {
    if (/^spawn connect /.test(line)) {
      out.push(`${line} <<'TYPED'`);
      inside = true;
    } else if (inside && line === 'exit') {
      out.push('exit', 'TYPED');
      inside = false;
    } else out.push(line);
  }
  return out.join('\n');
}

describe('The blocks of the specification', () => {
  let shell: TerminalShell;
  let stop = (): void => {};
  const variables: Record<string, string> = {};

  /** Runs a block; it must succeed. Images that it made are known to the blocks after it. */
  const run = async (block: string, before = ''): Promise<Said> => {
    const said = await shell.run(
      [...Object.entries(variables).map(([name, value]) => `${name}=${value}`), before, asTyped(block)].join('\n'),
    );
    expect([said.code, said.code === 0 ? '' : said.output]).toEqual([0, '']);
    return said;
  };
  const remember = async (name: string, command: string): Promise<void> => {
    await run(`${command} >value.txt`);
    variables[name] = readFileSync(join(shell.project.folder, 'value.txt'), 'utf8').trim();
  };

  beforeAll(async () => {
    requireTools();
    shell = new TerminalShell(new Project());
    // The builder of two blocks lives for `--ttl 2h`: 48 seconds, which a busy machine needs.
    stop = await shell.project.serve('--speed', '150');
    shell.write('install-pytorch.sh', '#!/bin/bash\nyum install -y python3.11 python3.11-pip\n');
    shell.write(
      'cleanup.sh',
      '#!/bin/bash\nsudo rm -rf /tmp/*\nsudo truncate -s 0 /var/log/*.log\nrm -f ~/.bash_history\nhistory -c\nsudo rm -f /etc/ssh/ssh_host_*\nsudo yum clean all\nsudo cloud-init clean --logs\n',
    );
    shell.write(
      'validate.sh',
      '#!/bin/bash\nset -e\npython3.11 --version | grep "3.11"\npython3.11 -c "import torch; print(torch.__version__)"\necho "All tests passed!"\n',
    );
    shell.write('install.sh', '#!/bin/bash\nyum install -y git\n');
  }, 120_000);
  afterAll(() => stop());

  test('current state: launch with the default image, and with one by its id', async () => {
    await remember('BASE', 'spawn launch --instance-type m7i.large -o json | jq -r .ami_id');
    await run(`
# Auto-detect AL2023 AMI (current default)
spawn launch --instance-type m7i.large

# Use custom AMI
spawn launch --instance-type m7i.large --ami ami-0123456789abcdef0`);
  });

  test('motivation: user data of a file', async () => {
    await run('spawn launch --instance-type g5.xlarge --user-data @install-pytorch.sh');
  });

  test('approach A: prepare an instance by hand, image it with aws, terminate it', async () => {
    const { output } = await run(`
# Launch base instance
spawn launch --instance-type m7i.large --name ami-builder --ttl 2h

# Connect and install software
spawn connect ami-builder

# Install your stack
sudo yum update -y
sudo yum install -y python3.11 python3.11-pip git
pip3.11 install torch torchvision torchaudio --index-url https://download.pytorch.org/whl/cpu
# ... more installation steps ...

# Clean up before AMI creation
sudo yum clean all
rm -rf ~/.bash_history
sudo rm -rf /tmp/*
exit`);
    expect(output).toMatch(/Successfully installed .*torch/);
    await run(`
# Get instance ID
INSTANCE_ID=$(spawn list --name ami-builder -o json | jq -r '.[0].instance_id')
test "$INSTANCE_ID" != null

# Create AMI
aws ec2 create-image \\
  --instance-id $INSTANCE_ID \\
  --name "pytorch-2.2-cpu-$(date +%Y%m%d)" \\
  --description "PyTorch 2.2 CPU on AL2023" \\
  --tag-specifications 'ResourceType=image,Tags=[
    {Key=spawn:stack,Value=pytorch},
    {Key=spawn:version,Value=2.2},
    {Key=spawn:arch,Value=x86_64},
    {Key=spawn:created,Value='$(date -u +%Y-%m-%dT%H:%M:%SZ)'},
    {Key=spawn:base,Value=al2023}
  ]' \\
  --no-reboot  # Keep instance running for testing`);
  }, 120_000);

  test('approach B: create-ami, plainly and with a cleanup script', async () => {
    await run(`
# Create AMI from running instance
spawn create-ami <instance-id-or-name> \\
  --name pytorch-2.2-cpu \\
  --description "PyTorch 2.2 CPU on AL2023" \\
  --tag stack=pytorch \\
  --tag version=2.2 \\
  --reboot  # Default: --no-reboot

# With automatic cleanup script first
spawn create-ami ami-builder \\
  --name my-stack \\
  --cleanup-script @cleanup.sh \\
  --wait  # Wait for AMI to be available`);
    await run('spawn terminate ami-builder');
    await remember('FIRST', 'spawn list-amis --json | jq -r \'[.[] | select(.name == "pytorch-2.2-cpu")][0].ami_id\'');
    await remember('SECOND', 'spawn list-amis --json | jq -r \'[.[] | select(.name == "my-stack")][0].ami_id\'');
    await run('spawn wait ami-abc123 && spawn tag-ami ami-xyz789 --tag stack=pytorch --tag version=2.3');
  }, 120_000);

  test('discovery: lists with every filter', async () => {
    await run(`
# List all spawn-managed AMIs
spawn list-amis

# Filter by stack
spawn list-amis --stack pytorch

# Filter by version
spawn list-amis --stack pytorch --version 2.2

# Filter by architecture
spawn list-amis --arch arm64

# Show deprecated AMIs
spawn list-amis --deprecated

# JSON output
spawn list-amis --json`);
  });

  test('testing: a fresh instance runs the script', async () => {
    await run(`
# Launch test instance from AMI
spawn test-ami ami-abc123 \\
  --instance-type m7i.large \\
  --test-script @validate.sh \\
  --auto-terminate`);
  }, 120_000);

  test('packer: a template is written', async () => {
    await run(`
# Generate Packer template from spawn config
spawn generate-packer-template \\
  --base-ami al2023 \\
  --instance-type m7i.large \\
  --provisioner @install.sh \\
  --output packer.json`);
    expect(existsSync(join(shell.project.folder, 'packer.json'))).toBe(true);
  });

  test('replication: one region, several, a whole stack', async () => {
    await run(`
# Copy AMI to another region
spawn replicate-ami ami-abc123 --to-region eu-west-1

# Copy to multiple regions
spawn replicate-ami ami-abc123 \\
  --to-region eu-west-1 \\
  --to-region us-west-2

# Copy all AMIs for a stack
spawn replicate-ami --stack pytorch --to-region eu-west-1`);
  }, 120_000);

  test('cost: what jq makes of the list, and the dearest first', async () => {
    const { output } = await run(`
# Calculate AMI storage costs
spawn list-amis --json | jq '
  map(.size_gb * 0.05) |
  add |
  "Total monthly cost: $\\(.)"
'

# Find expensive AMIs
spawn list-amis --sort-by size --reverse`);
    expect(output).toMatch(/"Total monthly cost: \$\d/);
  });

  test('deprecation: with a reason and a replacement', async () => {
    await run(`
# Mark AMI as deprecated
spawn deprecate-ami ami-abc123 \\
  --reason "Superseded by pytorch-2.3.0" \\
  --replacement ami-xyz789`);
  });

  test('smart selection: by stack and version, for the type', async () => {
    await run(`
# Launch with AMI pattern matching
spawn launch --instance-type m7i.large --ami-stack pytorch --ami-version 2.3`);
  });

  test('workflow 1: a GPU image, prepared, created, tested, used', async () => {
    shell.write(
      'validate-pytorch.sh',
      '#!/bin/bash\nset -e\npython3 -c "import torch; print(torch.cuda.is_available())"\n',
    );
    await run(`
# Step 1: Launch GPU instance with AL2023
spawn launch \\
  --instance-type g5.xlarge \\
  --name pytorch-builder \\
  --ttl 2h

# Step 2: Connect and install stack
spawn connect pytorch-builder

# Install NVIDIA drivers (pre-installed on GPU AMI)
nvidia-smi

# Install PyTorch
pip3 install torch torchvision torchaudio \\
  --index-url https://download.pytorch.org/whl/cu121

# Install additional tools
pip3 install transformers accelerate datasets wandb

# Test installation
python3 -c "import torch; print(torch.cuda.is_available())"

# Clean up
sudo yum clean all
rm -rf ~/.bash_history ~/.cache
history -c
exit

# Step 3: Create AMI
spawn create-ami pytorch-builder \\
  --name pytorch-2.2-cuda12-$(date +%Y%m%d) \\
  --tag stack=pytorch \\
  --tag version=2.2 \\
  --tag cuda-version=12.1 \\
  --tag arch=x86_64 \\
  --tag gpu=true \\
  --wait

# Step 4: Test AMI
AMI=$(spawn list-amis --stack pytorch --latest --json | jq -r '[.[] | select(.gpu)][0].ami_id')

spawn test-ami $AMI \\
  --instance-type g5.xlarge \\
  --test-script @validate-pytorch.sh \\
  --auto-terminate

# Step 5: Use AMI
spawn launch \\
  --instance-type g5.xlarge \\
  --ami $AMI \\
  --name training-job \\
  --ttl 8h`);
  }, 180_000);

  test('workflow 2: genomics, and a job array from it', async () => {
    await run(`
# Launch base
spawn launch --instance-type r7i.4xlarge --name genomics-builder

# Install tools
spawn connect genomics-builder

sudo yum install -y gcc-c++ make zlib-devel bzip2-devel xz-devel
wget https://github.com/samtools/samtools/releases/download/1.19/samtools-1.19.tar.bz2
tar xvf samtools-1.19.tar.bz2
cd samtools-1.19
./configure --prefix=/usr/local
make -j8
sudo make install

# Similar for bwa, bcftools, etc.
# ...

exit

# Create AMI
spawn create-ami genomics-builder \\
  --name genomics-pipeline-$(date +%Y%m%d) \\
  --tag stack=genomics \\
  --tag version=1.0 \\
  --tag tools="samtools-1.19,bwa-0.7.17,bcftools-1.19"

# Launch job array with custom AMI
AMI=$(spawn list-amis --stack genomics --latest --json | jq -r '.[0].ami_id')

spawn launch \\
  --count 22 \\
  --job-array-name chr-processing \\
  --instance-type r7i.4xlarge \\
  --ami $AMI \\
  --ttl 12h \\
  --command "process-chr.sh \\$JOB_ARRAY_INDEX"`);
  }, 180_000);

  test('workflow 3: one image in four regions', async () => {
    await run(`
# Create AMI in us-east-1
spawn launch --instance-type m7i.large --name webapp-builder --region us-east-1
# ... install stack ...
AMI_US_EAST=$(spawn create-ami webapp-builder --name webapp-v1.2.0 --tag stack=webapp --tag version=1.2.0 --wait --output json | jq -r '.ami_id')

# Replicate to other regions
spawn replicate-ami $AMI_US_EAST \\
  --to-region eu-west-1 \\
  --to-region ap-southeast-1 \\
  --to-region us-west-2 \\
  --wait

# Launch in each region
for region in us-east-1 eu-west-1 ap-southeast-1 us-west-2; do
  AMI=$(spawn list-amis --stack webapp --version 1.2.0 --region $region --json | jq -r '.[0].ami_id')

  spawn launch \\
    --instance-type m7i.large \\
    --ami $AMI \\
    --region $region \\
    --name webapp-$region
done`);
  }, 180_000);

  test('sharing: with accounts, with everybody, and taken back', async () => {
    await run(`
# Share with specific account
spawn share-ami ami-abc123 --account 123456789012

# Share with multiple accounts
spawn share-ami ami-abc123 \\
  --account 123456789012 \\
  --account 234567890123

# Make public (anyone can use)
spawn share-ami ami-abc123 --public

# Revoke sharing
spawn share-ami ami-abc123 --account 123456789012 --revoke`);
    const { output } = await run(
      `spawn ami shares ami-abc123 -o json | jq -r '.[0].shares | map(.id) | sort | join(" ")'`,
    );
    expect(output).toMatch(/^234567890123 all$/m);
    // What is shared stays where a cleanup comes by, which is the next block.
    await run('spawn share-ami ami-abc123 --account 234567890123 --public --revoke');
  });

  test('cleanup: a dry run, by age, by stack, one image by its id', async () => {
    // An hour's grace is half a minute here.
    await run('spawn stack set pytorch --grace 1m');
    const { output } = await run(`
# Dry run (show what would be deleted)
spawn cleanup-amis --dry-run

# Delete deprecated AMIs older than 90 days
spawn cleanup-amis --age 90d --deprecated-only

# Delete by stack
spawn cleanup-amis --stack pytorch --keep-latest 3

# Delete specific AMI
spawn cleanup-amis ami-abc123`);
    expect(output).toMatch(/Remove 3 of them, with their snapshots\? \[y\/N\]/);
    expect(output).toMatch(/Cleanup cln-\w+: 3 removed, 0 taken back, 0 failed/);
    const { output: gone } = await run(`spawn ami show ami-abc123 -o json | jq -r .state`);
    expect(gone).toMatch(/^deregistered$/m);
  }, 180_000);

  test('CI: an image built by steps, tested, and tagged as the latest', async () => {
    const ownId =
      'curl -s -H "X-aws-ec2-metadata-token: $(curl -s -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" http://169.254.169.254/latest/api/token)" http://169.254.169.254/latest/meta-data/instance-id';
    shell.write(
      'ami-builder/install.sh',
      `#!/bin/bash\nset -e\nyum install -y python3.11\naws ec2 create-tags --resources "$(${ownId})" --tags Key=spawn:build-complete,Value=true\n`,
    );
    shell.write('ami-builder/cleanup.sh', '#!/bin/bash\nsudo yum clean all\nsudo cloud-init clean --logs\n');
    shell.write('ami-builder/test.sh', '#!/bin/bash\npython3.11 --version\n');
    const { output } = await run(`
# Launch builder instance
INSTANCE=$(spawn launch \\
  --instance-type m7i.large \\
  --name ami-builder-\${{ github.run_id }} \\
  --user-data @ami-builder/install.sh \\
  --ttl 1h \\
  --output json | jq -r '.instance_id')

# Wait for user-data to complete
spawn wait $INSTANCE --for-tag spawn:build-complete=true

# Create AMI
AMI=$(spawn create-ami $INSTANCE \\
  --name "pytorch-2.2-$(date +%Y%m%d)-\${{ github.sha }}" \\
  --tag stack=pytorch \\
  --tag version=2.2 \\
  --tag commit=\${{ github.sha }} \\
  --cleanup-script @ami-builder/cleanup.sh \\
  --wait \\
  --output json | jq -r '.ami_id')

# Test AMI
spawn test-ami $AMI \\
  --test-script @ami-builder/test.sh \\
  --auto-terminate

# Tag as latest
aws ec2 create-tags \\
  --resources $AMI \\
  --tags Key=spawn:latest,Value=true

echo "Built and tested AMI: $AMI"`);
    expect(output).toMatch(/Built and tested AMI: ami-\w+/);
  }, 180_000);

  test('a command that fails ends a block with its exit code', async () => {
    expect((await shell.run('spawn ami show ami-0123456789abcdef0')).code).toBe(3);
  });
});
