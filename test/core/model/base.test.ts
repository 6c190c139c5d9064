import { baseParameter, baseSystem, checkBaseOwner, checkBaseParameter, parseBase } from '../../../core/model/base';
import type { Ec2InstanceType } from '../../../core/model/ec2';
import { checkBaseDrivers, checkFits, judgeInstanceTypes, needsOf } from '../../../core/instance/type';
import { named } from '../kit/images';

const type = (
  instance_type: string,
  architectures: string[],
  more: Partial<Ec2InstanceType> = {},
): Ec2InstanceType => ({
  instance_type,
  architectures,
  vcpus: 4,
  memory_mib: 16_384,
  gpus: [],
  neuron: false,
  ...more,
});
const gpu = (manufacturer: string) => [{ manufacturer, name: 'A10G', count: 1, memory_mib: 24_576 }];
const g5 = type('g5.xlarge', ['x86_64'], { gpus: gpu('NVIDIA') });

describe('a base', () => {
  test.each([
    ['al2023', { kind: 'family', family: 'al2023' }],
    ['ssm:/aws/service/x', { kind: 'parameter', path: '/aws/service/x' }],
    ['ami-0123456789abcdef0', { kind: 'image', ami_id: 'ami-0123456789abcdef0' }],
    ['stack:pytorch@>=2.0, <3', { kind: 'stack', stack: 'pytorch', range: '>=2.0, <3' }],
    ['stack:pytorch', { kind: 'stack', stack: 'pytorch', range: '*' }],
  ])('%s is understood', (text, base) => {
    expect(parseBase(text)).toEqual(base);
  });

  test.each(['al2', 'ami-xyz', 'ssm:x', 'stack:', '', 'AL2023'])('%j is refused', (text) => {
    expect(() => parseBase(text)).toThrow(named('InvalidBase', `'${text}'`));
  });

  test('has the parameters that AWS and Canonical publish', () => {
    expect(baseParameter('al2023', 'arm64')).toBe(
      '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
    );
    expect(baseParameter('al2023-gpu', 'x86_64')).toBe(
      '/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-amazon-linux-2023/latest/ami-id',
    );
    expect(baseParameter('ubuntu-22.04', 'x86_64')).toBe(
      '/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id',
    );
    expect(baseParameter('ubuntu-24.04', 'arm64')).toBe(
      '/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id',
    );
  });

  test('by a parameter lies under /aws/service/ or a prefix of the settings', () => {
    expect(() => checkBaseParameter('/aws/service/x', [])).not.toThrow();
    expect(() => checkBaseParameter('/team/base', ['/team'])).not.toThrow();
    for (const path of ['/team/base', '/aws/services', '/teams/base', '/aws/service/../x'])
      expect(() => checkBaseParameter(path, ['/teams/other'])).toThrow(named('InvalidBase', path));
  });

  test('belongs to us, Amazon, Canonical or an owner of the settings; a look-alike is refused', () => {
    const allowed = { account: '111111111111', owners: ['222222222222'] };
    for (const owner of ['111111111111', '222222222222', '099720109477'])
      expect(() => checkBaseOwner({ ami_id: 'ami-1', owner_id: owner }, allowed)).not.toThrow();
    expect(() =>
      checkBaseOwner({ ami_id: 'ami-1', owner_id: '137112412989', owner_alias: 'amazon' }, allowed),
    ).not.toThrow();
    expect(() =>
      checkBaseOwner({ ami_id: 'ami-1', owner_id: '333333333333', owner_alias: 'aws-marketplace' }, allowed),
    ).toThrow(named('ForeignOwner', '333333333333'));
  });

  test.each([
    ['al2023-ami-2023.6-x86_64', 'al2023'],
    ['Deep Learning Base OSS Nvidia Driver GPU AMI (Amazon Linux 2023) 20260601', 'al2023-gpu'],
    ['ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server', 'ubuntu-24.04'],
    ['windows', undefined],
  ])('%s tells its system', (name, system) => {
    expect(baseSystem(name)).toBe(system);
  });
});

describe('an instance type', () => {
  test('asks for the image that fits: AWS’s own accelerators take the one without GPU', () => {
    expect(needsOf(g5)).toEqual({
      instance_type: 'g5.xlarge',
      architecture: 'x86_64',
      gpu: true,
      gpu_manufacturer: 'NVIDIA',
    });
    expect(needsOf(type('g4ad.xlarge', ['x86_64'], { gpus: gpu('AMD') }))).toMatchObject({
      gpu: true,
      gpu_manufacturer: 'AMD',
    });
    expect(needsOf(type('inf2.xlarge', ['x86_64'], { neuron: true }))).toMatchObject({ gpu: false });
    expect(needsOf(type('c3.large', ['i386', 'x86_64']))).toMatchObject({ architecture: 'x86_64' });
    expect(() => needsOf(type('mac1.metal', ['x86_64_mac']))).toThrow(named('InvalidInstanceType', 'mac1.metal'));
  });

  test('is of the architecture of the others in its ladder, and of what is asked for', () => {
    const [x86, arm] = [type('m7i.large', ['x86_64']), type('m7g.large', ['arm64'])];
    expect(judgeInstanceTypes([x86, type('m6i.large', ['x86_64'])])).toEqual({ architecture: 'x86_64', gpu: false });
    expect(() => judgeInstanceTypes([x86, arm])).toThrow(
      named('ArchitectureMismatch', 'm7g.large is arm64, but m7i.large is x86_64'),
    );
    expect(() => judgeInstanceTypes([x86], 'arm64')).toThrow(
      named('ArchitectureMismatch', 'm7i.large is x86_64, but arm64 is required'),
    );
    expect(() => judgeInstanceTypes([])).toThrow(named('InvalidInstanceType'));
  });

  test('has a GPU like all others in its ladder, or none like them', () => {
    expect(() => judgeInstanceTypes([g5, type('m7i.large', ['x86_64'])])).toThrow(
      named('InvalidInstanceType', 'g5.xlarge has a GPU and m7i.large has none'),
    );
    expect(() => judgeInstanceTypes([type('m7i.large', ['x86_64']), g5])).toThrow(
      named('InvalidInstanceType', 'g5.xlarge has a GPU and m7i.large has none'),
    );
  });

  test('has an NVIDIA GPU to be a builder of al2023-gpu, and may have any for another base', () => {
    const [g4ad, inf2, plain] = [
      type('g4ad.xlarge', ['x86_64'], { gpus: gpu('AMD') }),
      type('inf2.xlarge', ['x86_64'], { neuron: true }),
      type('m7i.large', ['x86_64']),
    ];
    expect(() => checkBaseDrivers('al2023-gpu', [g5])).not.toThrow();
    expect(() => checkBaseDrivers('al2023-gpu', [g5, g4ad])).toThrow(
      named(
        'InvalidInstanceType',
        'al2023-gpu requires instance types with an NVIDIA GPU, but g4ad.xlarge has a GPU of AMD',
      ),
    );
    for (const other of [inf2, plain])
      expect(() => checkBaseDrivers('al2023-gpu', [other])).toThrow(
        named('InvalidInstanceType', `${other.instance_type} has no GPU`),
      );
    for (const any of [g4ad, inf2, plain, g5]) expect(() => checkBaseDrivers('al2023', [any])).not.toThrow();
  });

  test('of the other architecture does not launch an image', () => {
    expect(() => checkFits({ ami_id: 'ami-1', architecture: 'arm64' }, g5)).toThrow(
      named('ArchitectureMismatch', 'ami-1'),
    );
  });
});
