import { AwsError } from '../../../kernel/types';

/** Where in a definition something stands: the state (if any) and the field. */
export interface Location {
  readonly state?: string;
  readonly field: string;
}

/** Returns the location of something inside the field. */
export function within(location: Location, part: string): Location {
  return { ...location, field: location.field ? `${location.field}.${part}` : part };
}

/** Returns the error of CreateStateMachine for a definition that is wrong or that this interpreter does not run. */
export function invalid(location: Location, problem: string): AwsError {
  const where =
    location.state === undefined ? `field '${location.field}'` : `state '${location.state}', field '${location.field}'`;
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: ${where}: ${problem}`);
}
