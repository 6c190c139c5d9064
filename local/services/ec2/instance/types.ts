import { instanceTypes, type InstanceTypeFacts } from '../../../fixtures/instance-types';
import { AwsError } from '../../../kernel/types';
import { authorizeAll } from '../state/authorize';
import { filtered, type FilterTable } from '../state/filters';
import { pageOf } from '../state/pages';
import { zonesOf } from '../state/regions';
import type { Handler, Request } from '../state/simulation';

type Listed = InstanceTypeFacts & { id: string };

const filters: FilterTable<Listed> = {
  'instance-type': ({ type }) => type,
  'processor-info.supported-architecture': ({ architectures }) => architectures,
  'current-generation': ({ currentGeneration }) => currentGeneration,
  'supported-usage-class': ({ spot }) => (spot ? ['on-demand', 'spot'] : 'on-demand'),
  'vcpu-info.default-vcpus': ({ vcpus }) => vcpus,
  'memory-info.size-in-mib': ({ memoryMiB }) => memoryMiB,
  'bare-metal': ({ hypervisor }) => hypervisor === undefined,
  hypervisor: ({ hypervisor }) => hypervisor,
};

/** The types that a zone of the region offers. Throws `InvalidInstanceType` for names that are none. */
export const describeInstanceTypes: Handler = (request) => {
  const { region, input } = request;
  authorizeAll(request);
  const names: string[] = input.InstanceTypes ?? [];
  const offered = offeredTypes(request);
  const missing = names.filter((name) => !offered.some(({ type }) => type === name));
  if (missing.length > 0)
    throw new AwsError(
      'InvalidInstanceType',
      `The following supplied instance types do not exist: [${missing.join(', ')}]`,
    );
  const chosen = offered.filter(({ type }) => names.length === 0 || names.includes(type));
  // EC2 answers at most 100 types a page, even unasked.
  const { items, NextToken } = pageOf(
    filtered(region, chosen, input.Filters, filters),
    { MaxResults: 100, ...input },
    { most: 100 },
  );
  return () => ({ InstanceTypes: items.map(describedType), NextToken });
};

/** Where each type is offered: by region (default) or by zone. */
export const describeInstanceTypeOfferings: Handler = (request) => {
  const { region, input, simulation } = request;
  authorizeAll(request);
  const kind: string = input.LocationType ?? 'region';
  if (kind !== 'region' && kind !== 'availability-zone')
    throw new AwsError('UnsupportedParameter', `DescribeInstanceTypeOfferings.LocationType '${kind}' is not simulated`);
  const { offered = () => true } = simulation.options;
  const rows = offeredTypes(request).flatMap(({ type }) => {
    const locations =
      kind === 'region'
        ? [region.name]
        : zonesOf(region.name)
            .map(({ name }) => name)
            .filter((zone) => offered(type, zone));
    return locations.map((location) => ({ id: type, type, location }));
  });
  const chosen = filtered(region, rows, input.Filters, {
    'instance-type': ({ type }) => type,
    location: ({ location }) => location,
  });
  const { items, NextToken } = pageOf(chosen, { MaxResults: 1000, ...input });
  return () => ({
    InstanceTypeOfferings: items.map(({ type, location }) => ({
      InstanceType: type,
      LocationType: kind,
      Location: location,
    })),
    NextToken,
  });
};

function offeredTypes({ simulation, region }: Request): Listed[] {
  const { offered = () => true } = simulation.options;
  const zones = zonesOf(region.name);
  return [...instanceTypes.values()]
    .filter(({ type }) => zones.some(({ name }) => offered(type, name)))
    .map((facts) => ({ ...facts, id: facts.type }));
}

function describedType(facts: InstanceTypeFacts): Record<string, any> {
  const gpuMemory = facts.gpus.reduce((sum, { count, memoryMiB }) => sum + count * memoryMiB, 0);
  return {
    InstanceType: facts.type,
    CurrentGeneration: facts.currentGeneration,
    BareMetal: facts.hypervisor === undefined,
    Hypervisor: facts.hypervisor,
    SupportedUsageClasses: facts.spot ? ['on-demand', 'spot'] : ['on-demand'],
    SupportedRootDeviceTypes: facts.instanceStore ? ['ebs', 'instance-store'] : ['ebs'],
    SupportedVirtualizationTypes: ['hvm'],
    ProcessorInfo: { SupportedArchitectures: facts.architectures },
    VCpuInfo: { DefaultVCpus: facts.vcpus },
    MemoryInfo: { SizeInMiB: facts.memoryMiB },
    GpuInfo:
      facts.gpus.length === 0
        ? undefined
        : {
            Gpus: facts.gpus.map(({ name, manufacturer, count, memoryMiB }) => ({
              Name: name,
              Manufacturer: manufacturer,
              Count: count,
              MemoryInfo: { SizeInMiB: memoryMiB },
            })),
            TotalGpuMemoryInMiB: gpuMemory,
          },
    NeuronInfo: facts.neuron ? { NeuronDevices: [] } : undefined,
  };
}
