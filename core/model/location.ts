/** Where EC2 is asked: a region of the home account by its name, or a region of a member account. */
export type Location = string | MemberLocation;

/** A region of a member account. */
export interface MemberLocation {
  region: string;
  account: string;
}

/** The place of something; what names no account is in the home account. */
export function locationOf({ region, account }: { region: string; account?: string }): Location {
  return account === undefined ? region : { region, account };
}

/** The region of a place, and its account where that is not the home account. */
export function partsOfLocation(place: Location): { region: string; account?: string } {
  return typeof place === 'string' ? { region: place } : place;
}

/** Each of the regions in each of the accounts. */
export function locationsIn(accounts: readonly string[], regions: readonly string[]): MemberLocation[] {
  return [...new Set(accounts)].flatMap((account) => [...new Set(regions)].map((region) => ({ account, region })));
}

/** A place as people read it: `eu-west-1`, or `eu-west-1 of account 222233334444`. */
export function nameOfLocation(place: Location): string {
  const { region, account } = partsOfLocation(place);
  return account === undefined ? region : `${region} of account ${account}`;
}

/** Of images those in the home account, which alone are launched by stack and pointed to. */
export function atHome<Thing extends { account?: string }>(things: readonly Thing[]): Thing[] {
  return things.filter(({ account }) => account === undefined);
}

/** The account of an ARN. */
export function accountOfArn(arn: string): string {
  return arn.split(':')[4] ?? '';
}
