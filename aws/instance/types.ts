import { DescribeInstanceTypesCommand, type InstanceTypeInfo, type _InstanceType } from '@aws-sdk/client-ec2';
import { SpawnError } from '../../core/errors';
import type { Ec2InstanceType } from '../../core/model/ec2';
import { mostSimilar } from '../../core/lib/did-you-mean';
import { isAwsError } from '../client/errors';
import { ec2 } from '../client/clients';
import { everyPage, piecesOf } from '../client/pages';

/**
 * Returns EC2's description of these instance types, in the given order. Throws InvalidInstanceType with those that the
 * region does not have.
 */
export async function describeInstanceTypes(region: string, names: readonly string[]): Promise<Ec2InstanceType[]> {
  const found = new Map<string, Ec2InstanceType>();
  for (const some of piecesOf([...new Set(names)], 100)) {
    for (const info of await ask(region, some)) found.set(info.InstanceType ?? '', factsOf(info));
  }
  const unknown = names.filter((name) => !found.has(name));
  if (unknown.length > 0) throw invalid(region, unknown, await similarTypes(region, unknown));
  return names.flatMap((name) => found.get(name) ?? []);
}

async function ask(region: string, names: string[]): Promise<InstanceTypeInfo[]> {
  try {
    return await everyPage('DescribeInstanceTypes', async (token) => {
      const answer = await ec2(region).send(
        new DescribeInstanceTypesCommand({
          InstanceTypes: names as _InstanceType[],
          ...(token && { NextToken: token }),
        }),
      );
      return { items: answer.InstanceTypes, next: answer.NextToken };
    });
  } catch (error) {
    if (!isAwsError(error, 'InvalidInstanceType', 'InvalidParameterValue')) throw error;
    // EC2 lists the unknown types between brackets.
    const listed = names.filter((name) => (error as Error).message.includes(name));
    const unknown = listed.length > 0 ? listed : names;
    throw invalid(region, unknown, await similarTypes(region, unknown));
  }
}

/** Returns the type of the same family or size with the most similar name; undefined if there is none. */
async function similarTypes(region: string, [name = '']: readonly string[]): Promise<string | undefined> {
  const [family = '', size = ''] = name.split('.');
  const alike = { Filters: [{ Name: 'instance-type', Values: [`${family}.*`, `*.${size}`] }] };
  const known = await everyPage('DescribeInstanceTypes', async (token) => {
    const answer = await ec2(region).send(
      new DescribeInstanceTypesCommand({ ...alike, ...(token && { NextToken: token }) }),
    );
    return { items: answer.InstanceTypes, next: answer.NextToken };
  }).catch(() => []);
  return mostSimilar(
    name,
    known.flatMap(({ InstanceType }) => InstanceType ?? []),
  );
}

function invalid(region: string, names: string[], similar: string | undefined): SpawnError {
  const list = names.map((name) => `'${name}'`).join(', ');
  return new SpawnError(
    'InvalidInstanceType',
    `EC2 has no instance type ${list} in ${region}: ${similar === undefined ? 'check the spelling or choose a type of that region.' : `did you mean '${similar}'?`}`,
    { instance_types: names, region },
  );
}

function factsOf(info: InstanceTypeInfo): Ec2InstanceType {
  return {
    instance_type: info.InstanceType ?? '',
    architectures: info.ProcessorInfo?.SupportedArchitectures ?? [],
    vcpus: info.VCpuInfo?.DefaultVCpus ?? 0,
    memory_mib: info.MemoryInfo?.SizeInMiB ?? 0,
    gpus: (info.GpuInfo?.Gpus ?? []).map((gpu) => ({
      manufacturer: gpu.Manufacturer ?? '',
      name: gpu.Name ?? '',
      count: gpu.Count ?? 0,
      memory_mib: gpu.MemoryInfo?.SizeInMiB ?? 0,
    })),
    neuron:
      (info.NeuronInfo?.NeuronDevices ?? []).length > 0 ||
      (info.InferenceAcceleratorInfo?.Accelerators ?? []).length > 0,
  };
}
