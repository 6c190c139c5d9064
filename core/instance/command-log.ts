/**
 * The log group that commands of a region write to while they run. At home it is the deployment's own; elsewhere its
 * name ends with the home region, since a deployment of the same stage may be at home there.
 */
export function commandLogIn(region: string, logGroup: string, homeRegion: string): string {
  return region === homeRegion ? logGroup : `${logGroup}-${homeRegion}`;
}
