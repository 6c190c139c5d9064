import {
  baseParameter,
  baseSystem,
  checkBaseOwner,
  checkBaseParameter,
  checkPatternOwner,
  newestImage,
  parseBase,
} from '../../../core/model/base';
import { tagKeys } from '../../../core/tags';
import type { Ec2Image, Ec2InstanceType } from '../../../core/model/ec2';
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
    ['amazon/al2023-ami-*@newest', { kind: 'pattern', owner: 'amazon', name: 'al2023-ami-*' }],
    [
      '099720109477/ubuntu/images/hvm-ssd/ubuntu-*-20??@newest',
      { kind: 'pattern', owner: '099720109477', name: 'ubuntu/images/hvm-ssd/ubuntu-*-20??' },
    ],
    ['self/team@v2 (base) *@newest', { kind: 'pattern', owner: 'self', name: 'team@v2 (base) *' }],
  ])('%s is understood', (text, base) => {
    expect(parseBase(text)).toEqual(base);
  });

  test.each([
    'al2',
    'ami-xyz',
    'ssm:x',
    'stack:',
    '',
    'AL2023',
    'amazon/al2023-*',
    'bob/base-*@newest',
    'amazon/*@newest',
    'amazon/ab*@newest',
    'amazon/a$b-c*@newest',
    '/base-*@newest',
  ])('%j is refused', (text) => {
    expect(() => parseBase(text)).toThrow(named('InvalidBase', `'${text}'`));
  });

  test('that is misspelled is refused with the one that may be meant', () => {
    expect(() => parseBase('al2032')).toThrow(
      named('InvalidBase', "the base 'al2032' is unknown: did you mean 'al2023'? Bases are al2023, al2023-gpu,"),
    );
    expect(() => parseBase('windows')).toThrow(named('InvalidBase', "'windows' is unknown: write al2023, al2023-gpu,"));
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
    expect(baseParameter('debian-12', 'x86_64')).toBe('/aws/service/debian/release/12/latest/amd64');
    expect(baseParameter('debian-12', 'arm64')).toBe('/aws/service/debian/release/12/latest/arm64');
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

  test('by a name is looked up among the images of an owner that is allowed, and of no other', () => {
    const allowed = { account: '111111111111', owners: ['222222222222', 'aws-marketplace'] };
    for (const owner of ['self', '111111111111', '222222222222', '099720109477', 'amazon', 'aws-marketplace'])
      expect(() => checkPatternOwner({ owner, name: 'base-*' }, allowed)).not.toThrow();
    expect(() => checkPatternOwner({ owner: '333333333333', name: 'base-*' }, allowed)).toThrow(
      named('ForeignOwner', '333333333333'),
    );
    expect(() => checkPatternOwner({ owner: 'aws-marketplace', name: 'base-*' }, { owners: [] })).toThrow(
      named('ForeignOwner', 'base_owners'),
    );
  });

  test('by a name is the newest that can be used, whatever the order of the answer', () => {
    const found = (image_id: string, creation_date: string, more: Partial<Ec2Image> = {}) =>
      ({ image_id, creation_date, state: 'available', architecture: 'x86_64', tags: {}, ...more }) as Ec2Image;
    const usable = [
      found('ami-2', '2026-02-01T00:00:00.000Z'),
      found('ami-3', '2026-03-01T00:00:00.000Z'),
      found('ami-1', '2026-01-01T00:00:00.000Z'),
    ];
    const others = [
      found('ami-4', '2026-04-01T00:00:00.000Z', { architecture: 'arm64' }),
      found('ami-5', '2026-05-01T00:00:00.000Z', { platform: 'windows' }),
      found('ami-6', '2026-06-01T00:00:00.000Z', { state: 'pending' }),
      found('ami-7', '2026-07-01T00:00:00.000Z', { tags: { [tagKeys.state]: 'candidate' } }),
    ];
    expect(newestImage([...usable, ...others], 'x86_64')?.image_id).toBe('ami-3');
    expect(newestImage([...others, ...usable], 'arm64')?.image_id).toBe('ami-4');
    expect(newestImage(others.slice(1), 'x86_64')).toBeUndefined();
  });

  test.each([
    ['al2023-ami-2023.6-x86_64', 'al2023'],
    ['Deep Learning Base OSS Nvidia Driver GPU AMI (Amazon Linux 2023) 20260601', 'al2023-gpu'],
    ['ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server', 'ubuntu-24.04'],
    ['debian-12-amd64-20260428-2100', 'debian-12'],
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
