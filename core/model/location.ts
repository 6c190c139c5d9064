/** Where EC2 is called: a region of the home account by its name, or a region of a member account. */
export type Location = string | MemberLocation;

/** A region of a member account. */
export interface MemberLocation {
  region: string;
  account: string;
}

/** Returns the location of a resource; without an account it is in the home account. */
export function locationOf({ region, account }: { region: string; account?: string }): Location {
  return account === undefined ? region : { region, account };
}

/** Returns the region of a location, and its account unless that is the home account. */
export function partsOfLocation(location: Location): { region: string; account?: string } {
  return typeof location === 'string' ? { region: location } : location;
}

/** Returns each of the regions in each of the accounts. */
export function locationsIn(accounts: readonly string[], regions: readonly string[]): MemberLocation[] {
  return [...new Set(accounts)].flatMap((account) => [...new Set(regions)].map((region) => ({ account, region })));
}

/** Returns the name of a location for people: `eu-west-1`, or `eu-west-1 of account 222233334444`. */
export function nameOfLocation(location: Location): string {
  const { region, account } = partsOfLocation(location);
  return account === undefined ? region : `${region} of account ${account}`;
}

/** Returns the images in the home account: only these are launched by stack and used by channels. */
export function atHome<Thing extends { account?: string }>(things: readonly Thing[]): Thing[] {
  return things.filter(({ account }) => account === undefined);
}

/** Returns the account of an ARN. */
export function accountOfArn(arn: string): string {
  return arn.split(':')[4] ?? '';
}
