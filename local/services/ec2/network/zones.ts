import { AwsError } from '../../../kernel/types';
import { authorizeAll } from '../state/authorize';
import { filtered } from '../state/filters';
import { listRegions, zonesOf } from '../state/regions';
import type { Handler } from '../state/simulation';

/** The regions that the account has enabled, or all with AllRegions. */
export const describeRegions: Handler = (request) => {
  const { input, region, simulation } = request;
  authorizeAll(request);
  const names: string[] = input.RegionNames ?? [];
  const known = listRegions(simulation.options).map((row) => ({ ...row, id: row.name }));
  const unknown = names.filter((name) => !known.some((row) => row.name === name));
  if (unknown.length > 0) throw new AwsError('InvalidParameterValue', `Invalid region names: ${unknown.join(', ')}`);
  const chosen = known
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .filter(({ optInStatus }) => input.AllRegions || optInStatus !== 'not-opted-in');
  const rows = filtered(region, chosen, input.Filters, {
    'region-name': ({ name }) => name,
    'opt-in-status': ({ optInStatus }) => optInStatus,
    endpoint: ({ name }) => `ec2.${name}.amazonaws.com`,
  });
  return () => ({
    Regions: rows.map(({ name, optInStatus }) => ({
      RegionName: name,
      OptInStatus: optInStatus,
      Endpoint: `ec2.${name}.amazonaws.com`,
    })),
  });
};

/** The zones of the call's region. */
export const describeAvailabilityZones: Handler = (request) => {
  const { input, region } = request;
  authorizeAll(request);
  const zones = zonesOf(region.name).map(({ name, id }) => ({ name, zoneId: id, id: name }));
  const unknown = [...(input.ZoneNames ?? []), ...(input.ZoneIds ?? [])].filter(
    (asked) => !zones.some(({ name, zoneId }) => [name, zoneId].includes(asked)),
  );
  if (unknown.length > 0)
    throw new AwsError('InvalidParameterValue', `Invalid availability zones: [${unknown.join(', ')}]`);
  const chosen = zones.filter(
    ({ name, zoneId }) => (input.ZoneNames ?? [name]).includes(name) && (input.ZoneIds ?? [zoneId]).includes(zoneId),
  );
  const rows = filtered(region, chosen, input.Filters, {
    'zone-name': ({ name }) => name,
    'zone-id': ({ zoneId }) => zoneId,
    'region-name': () => region.name,
    'zone-type': () => 'availability-zone',
    'opt-in-status': () => 'opt-in-not-required',
    state: () => 'available',
  });
  return () => ({
    AvailabilityZones: rows.map(({ name, zoneId }) => ({
      ZoneName: name,
      ZoneId: zoneId,
      RegionName: region.name,
      GroupName: region.name,
      NetworkBorderGroup: region.name,
      ZoneType: 'availability-zone',
      OptInStatus: 'opt-in-not-required',
      State: 'available',
      Messages: [],
    })),
  });
};
