import { AwsError } from '../../../kernel/types';

/** Where in a definition something stands: the state (if any) and the field. */
export interface Place {
  readonly state?: string;
  readonly field: string;
}

/** The place of something inside the field. */
export function within(place: Place, part: string): Place {
  return { ...place, field: place.field ? `${place.field}.${part}` : part };
}

/** The error of CreateStateMachine for a definition that is wrong or that this interpreter does not run. */
export function invalid(place: Place, problem: string): AwsError {
  const where = place.state === undefined ? `field '${place.field}'` : `state '${place.state}', field '${place.field}'`;
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: ${where}: ${problem}`);
}
