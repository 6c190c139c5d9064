import type { InputOf } from '../../../client/types';

/** Images that are read for one page: each version has one in each of its regions. */
const pageSize = '100';

/** Returns the query of the images of a stack in all regions, newest first, also deprecated and revoked ones. */
export function versionsQuery(stack: string): NonNullable<InputOf<'listImages'>['query']> {
  return { stack, region: 'all', deprecated: 'true', revoked: 'true', limit: pageSize };
}
