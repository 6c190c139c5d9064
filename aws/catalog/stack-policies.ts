import { SpawnError } from '../../core/errors';
import {
  policyOf,
  type StackPolicy,
  type StackPolicyRecord,
  type MeasuredInitialization,
} from '../../core/model/stack-policy';
import { isAbsent, readItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';
import { retried } from './store/races';

/** The record of a stack's policy as of now; undefined while nobody has set anything. */
export function readStackPolicy(stack: string): Promise<StackPolicyRecord | undefined> {
  return readItem<StackPolicyRecord>(keyOf(stack));
}

/** The policy of a stack, with the defaults for what nobody has set. */
export async function getStackPolicy(stack: string): Promise<StackPolicy> {
  return policyOf(await readStackPolicy(stack));
}

/** The records of all stacks for which somebody has set something; give one to `policyOf`. */
export function listStackPolicies(): Promise<StackPolicyRecord[]> {
  return findAll<StackPolicyRecord>({ index: 'gsi1', partition: 'POLICIES' });
}

/**
 * Writes the record of a stack's policy and gives it with its new revision. Its revision is the one that it was read
 * with, 0 for a new record; throws WrongState when the catalog has another by now.
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

// Each lost race means that somebody has set the policy meanwhile.
const mostRaces = 5;

/** Notes what a comparison found for a stack, beside what somebody has set and without changing it. */
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
