import type { Ec2InstanceType } from '../model/ec2';
import { SpawnError } from '../errors';
import type { Architecture } from '../model/image';
import { architectureOf } from '../image/from-tags';

/** What an instance type requires of an image. */
export interface TypeNeeds {
  instance_type: string;
  architecture: Architecture;
  /** Whether the type has a GPU that needs drivers in the image. AWS's own accelerators (inf, trn) do not. */
  gpu: boolean;
  /** Maker of the GPU, `NVIDIA` or `AMD`: al2023-gpu has only NVIDIA's drivers. */
  gpu_manufacturer?: string;
}

/** Returns what an instance type requires of an image. Throws InvalidInstanceType for 32-bit types and macOS. */
export function needsOf(type: Ec2InstanceType): TypeNeeds {
  const architecture = type.architectures.map(architectureOf).find((known) => known !== undefined);
  if (!architecture) {
    throw new SpawnError(
      'InvalidInstanceType',
      `the instance type ${type.instance_type} supports only ${type.architectures.join(', ')}: choose a type that supports x86_64 or arm64.`,
      {
        instance_type: type.instance_type,
      },
    );
  }
  const maker = type.gpus[0]?.manufacturer;
  return {
    instance_type: type.instance_type,
    architecture,
    gpu: maker !== undefined && !type.neuron,
    ...(maker && !type.neuron ? { gpu_manufacturer: maker } : {}),
  };
}

/**
 * Returns what launch candidates require of an image. They must have one architecture, the requested one, and all or
 * none must have a GPU. Throws ArchitectureMismatch or InvalidInstanceType.
 */
export function judgeInstanceTypes(
  types: readonly Ec2InstanceType[],
  wanted?: Architecture,
): Omit<TypeNeeds, 'instance_type'> {
  const needs = types.map(needsOf);
  const [first] = needs;
  if (!first) throw new SpawnError('InvalidInstanceType', 'instance_types is empty: name at least one instance type.');
  const expected = wanted ?? first.architecture;
  const other = needs.find(({ architecture }) => architecture !== expected);
  if (other) {
    const against = wanted ? `${expected} is required` : `${first.instance_type} is ${expected}`;
    throw new SpawnError(
      'ArchitectureMismatch',
      `the instance type ${other.instance_type} is ${other.architecture}, but ${against}: use types of one architecture.`,
      {
        instance_type: other.instance_type,
        architecture: other.architecture,
        expected,
      },
    );
  }
  const odd = needs.find(({ gpu }) => gpu !== first.gpu);
  if (odd) {
    const having = first.gpu ? [first, odd] : [odd, first];
    throw new SpawnError(
      'InvalidInstanceType',
      `the instance type ${having[0]?.instance_type} has a GPU and ${having[1]?.instance_type} has none: use types with a GPU or types without one.`,
      {
        instance_type: odd.instance_type,
      },
    );
  }
  const { instance_type: _, ...rest } = first;
  return rest;
}

/** Throws InvalidInstanceType unless the base has drivers for the GPU of every type: al2023-gpu has only NVIDIA's. */
export function checkBaseDrivers(base: string, types: readonly Ec2InstanceType[]): void {
  if (base !== 'al2023-gpu') return;
  const other = types.map(needsOf).find((needs) => needs.gpu_manufacturer !== 'NVIDIA');
  if (!other) return;
  const having = other.gpu ? `a GPU of ${other.gpu_manufacturer}` : 'no GPU';
  throw new SpawnError(
    'InvalidInstanceType',
    `the base al2023-gpu requires instance types with an NVIDIA GPU, but ${other.instance_type} has ${having}: choose other types, or the base al2023.`,
    { instance_type: other.instance_type, base },
  );
}

/** Throws ArchitectureMismatch when an image does not run on an instance type. */
export function checkFits(image: { ami_id: string; architecture: string }, type: Ec2InstanceType): void {
  const { architecture } = needsOf(type);
  if (image.architecture === architecture) return;
  throw new SpawnError(
    'ArchitectureMismatch',
    `the image ${image.ami_id} is ${image.architecture}, but ${type.instance_type} is ${architecture}: choose an instance type or an image with the same architecture.`,
    {
      ami_id: image.ami_id,
      architecture: image.architecture,
      instance_type: type.instance_type,
      expected: architecture,
    },
  );
}

/** Returns a small current type for an image if no type is given. */
export function smallTypeFor({ architecture, gpu }: { architecture: Architecture; gpu: boolean }): string {
  if (gpu) return architecture === 'arm64' ? 'g5g.xlarge' : 'g5.xlarge';
  return architecture === 'arm64' ? 'm7g.large' : 'm7i.large';
}
