import type { Case, Outcome } from '../engine/case';

/** The command that runs a case again. */
export const replayHint = (given: Case): string => `npm run simulate -- --replay '${JSON.stringify(given)}'`;

/** Tells what a case violates, and its steps and disturbances. */
export function tellViolation(say: (line: string) => void, given: Case, outcome: Outcome): void {
  for (const { invariant, what } of outcome.violations) say(`  ${invariant}: ${what}`);
  for (const step of [...given.steps, ...(given.race?.steps ?? [])])
    say(`  user ${step.actor}: ${step.do} ${step.with ? JSON.stringify(step.with) : ''}`);
  for (const fault of given.faults)
    say(`  fault: ${fault.kind} at call ${fault.nth} of ${fault.function} ${fault.action}`);
  for (const one of given.events)
    say(`  event: ${one.kind}, ${one.nth === 0 ? 'every' : `number ${one.nth} of`} ${one.event}`);
  for (const one of given.cancellations) say(`  cancelled by ${one.by} at state ${one.nth} of ${one.machine}`);
}
