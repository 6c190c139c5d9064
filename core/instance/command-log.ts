/**
 * Returns the log group for the live output of commands in a region. In the home region it is the deployment's own. In
 * other regions its name ends with the home region, because a deployment of the same stage may have its home there.
 */
export function commandLogIn(region: string, logGroup: string, homeRegion: string): string {
  return region === homeRegion ? logGroup : `${logGroup}-${homeRegion}`;
}
