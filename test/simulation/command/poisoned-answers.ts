import { emptyCase, type Step } from '../engine/case';
import { reading } from '../engine/kinds';
import type { Knowledge } from '../engine/knowledge';
import { scenarios } from '../engine/scenarios';
import type { Named } from '../engine/suites';
import { fits, poisonKinds } from '../poison/kinds';

const one = (...steps: Omit<Step, 'actor'>[]): Step[] => steps.map((step) => ({ actor: 0, ...step }));

/** A cleanup of three images, of which an instance uses the oldest; then a night. */
const used = one(
  { do: 'policy' },
  { do: 'plant' },
  { do: 'plant', with: { version: '1.1.0' } },
  { do: 'plant', with: { version: '1.2.0' } },
  { do: 'use', with: { which: 'oldest' } },
  { do: 'cleanup', with: { named: true } },
  { do: 'wait', with: { minutes: 10 } },
);

/** What is poisoned: the steps, and the scenario that reaches the same calls. */
const histories: Readonly<Record<string, Step[]>> = {
  cleanup: used,
  remove: scenarios.remove ?? [],
  night: scenarios.night ?? [],
  care: scenarios.care ?? [],
  create: scenarios.create ?? [],
};

/** Services whose answers are poisoned: those of the catalog are ours. */
const asked = /^(ec2|ssm|autoscaling|states|imagebuilder|rbin|s3|servicequotas):/;

/** T14: every reading call of cleanups, nights, health, the reaper and waits, with every kind of poison, once and always. */
export function poisonedAnswers(known: Knowledge): Named[] {
  return Object.entries(histories).flatMap(([scenario, steps]) =>
    Object.keys(known[scenario]?.sites ?? {})
      .map((site) => site.split(' ') as [string, string])
      .filter(([, action]) => asked.test(action) && reading.test(action))
      .flatMap(([name, action]) =>
        poisonKinds
          .filter((kind) => fits(kind, action))
          .flatMap((kind) =>
            [0, 1].map((nth) => ({
              id: `${scenario}: ${name} ${action} #${nth} ${kind}`,
              case: { ...emptyCase, steps, poisons: [{ function: name, action, nth, kind }] },
            })),
          ),
      ),
  );
}
