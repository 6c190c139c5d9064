import { AwsError } from '../../../kernel/types';
import { arnOf, resourceTags } from '../state/authorize';
import { missingParameter, notFound, requireWellFormed } from '../state/faults';
import type { Handler } from '../state/simulation';

/** Takes a route out of its table: instances lose what it led to. */
export const deleteRoute: Handler = (request) => {
  const { input, region, call } = request;
  const { RouteTableId: id, DestinationCidrBlock: destination } = input;
  if (id === undefined) throw missingParameter('RouteTableId');
  requireWellFormed('rtb-', id);
  call.authorize('ec2:DeleteRoute', arnOf(request, 'route-table', id), resourceTags(region, id));
  const table = region.network.routeTables.get(id);
  if (!table) throw notFound('rtb-', [id]);
  const index = table.routes.findIndex((route) => route.destination === destination);
  if (index < 0)
    throw new AwsError(
      'InvalidRoute.NotFound',
      `no route with destination-cidr-block ${destination} in route table ${id}`,
    );
  return () => {
    table.routes.splice(index, 1);
    return { Return: true };
  };
};
