import { SpawnError } from '../../core/errors';
import {
  policyOf,
  type StackPolicy,
  type StackPolicyRecord,
  type MeasuredInitialization,
} from '../../core/stack/policy';
import { isAbsent, readItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';
import { retried } from './store/races';

/** Returns the record of a stack's policy, read consistently; undefined when no policy was set. */
export function readStackPolicy(stack: string): Promise<StackPolicyRecord | undefined> {
  return readItem<StackPolicyRecord>(keyOf(stack));
}

/** Returns the policy of a stack, with defaults for unset fields. */
export async function getStackPolicy(stack: string): Promise<StackPolicy> {
  return policyOf(await readStackPolicy(stack));
}

/** Returns the records of all stacks with a policy. `policyOf` adds the defaults. */
export function listStackPolicies(): Promise<StackPolicyRecord[]> {
  return findAll<StackPolicyRecord>({ index: 'gsi1', partition: 'POLICIES' });
}

/**
 * Writes the record of a stack's policy and returns it with its new revision. Its revision is the one that was read, 0
 * for a new record. Throws WrongState when the catalog has another revision.
 */
export async function putStackPolicy(record: StackPolicyRecord): Promise<StackPolicyRecord> {
  const stored: StackPolicyRecord = { ...record, revision: record.revision + 1 };
  const unchanged =
    record.revision === 0 ? isAbsent : { expression: 'revision = :revision', values: { ':revision': record.revision } };
  if (await writeItem({ ...keyOf(record.stack), gsi1pk: 'POLICIES', gsi1sk: record.stack }, stored, unchanged))
    return stored;
  throw new SpawnError(
    'WrongState',
    `the policy of ${record.stack} has changed since revision ${record.revision} was read: check it with spawn stack show ${record.stack}, then set it again.`,
    {
      stack: record.stack,
      revision: record.revision,
    },
  );
}

// Each lost race means that a person has changed the policy.
const mostRaces = 5;

/** Records what a comparison measured for a stack, without changing the policy. */
export async function recordMeasurement(stack: string, measured: MeasuredInitialization): Promise<void> {
  await retried(
    async () => {
      const record = (await readStackPolicy(stack)) ?? {
        stack,
        policy: {},
        updated_at: measured.measured_at,
        updated_by: measured.build_id,
        revision: 0,
      };
      return putStackPolicy({ ...record, measured });
    },
    mostRaces,
    'WrongState',
  );
}

function keyOf(stack: string): Key {
  return { pk: `POLICY#${stack}`, sk: 'POLICY' };
}
