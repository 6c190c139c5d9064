import * as z from 'zod';

/**
 * What the steps of the state machines take in. Each machine hands facts on by these names; unknown keys are dropped.
 */

const buildId = z.string().min(1).max(80);
const seconds = z.number().int().positive();

export const instanceRef = z.object({
  instance_id: z.string(),
  region: z.string(),
  ready_key: z.string().optional(),
  launched_at: z.string().optional(),
});
/** `account`: the member account that it is in, if it is not in the home account. */
export const imageRef = z.object({ ami_id: z.string(), region: z.string(), account: z.string().optional() });
export const caughtError = z.object({ Error: z.string(), Cause: z.string().optional() });

export const timeouts = z.object({
  ready_seconds: seconds,
  clean_seconds: seconds,
  stop_seconds: seconds,
  image_seconds: seconds,
  copy_seconds: seconds,
});

/**
 * A script of a run: `name` is unique in the run, `key` where its text lies in the bucket. Zero is never a time limit.
 */
export const scriptRef = z.object({
  name: z.string(),
  key: z.string(),
  timeout_seconds: seconds,
  task_timeout_seconds: seconds,
  purpose: z.enum(['provision', 'cleanup', 'test', 'replica-test']),
});

/** `initialization`: MiB a second at which the volume of the root device is filled ahead. */
export const testRef = scriptRef.extend({
  instance_type: z.string(),
  initialization: z.object({ rate: z.number().int(), root_device: z.string() }).optional(),
});

/** What a wait's handler is called with: the state's own facts, and where the answer goes. */
export const waitEvent = <Input extends z.ZodType>(input: Input) =>
  z.object({ input, execution: z.string(), state: z.string(), taskToken: z.string() });

export const buildInput = z.object({ build_id: buildId });
export const awaitInstanceInput = waitEvent(
  z.object({ build_id: buildId, instance: instanceRef, timeout_seconds: seconds }),
);
export const runScriptInput = waitEvent(z.object({ build_id: buildId, instance: instanceRef, script: scriptRef }));
export const cleanBuilderInput = awaitInstanceInput;
export const stopBuilderInput = awaitInstanceInput;
export const judgeResidueInput = z.object({ build_id: buildId });
export const judgeSearchInput = z.object({ build_id: buildId, builder: instanceRef });
export const searchInstanceInput = waitEvent(judgeSearchInput.extend({ timeout_seconds: seconds }));
export const builderInput = z.object({ build_id: buildId, builder: instanceRef });
export const awaitImageInput = waitEvent(z.object({ build_id: buildId, image: imageRef, timeout_seconds: seconds }));
export const imageStepInput = z.object({ build_id: buildId, image: imageRef });
/** What EC2 said of an image when it became available; its tags are known already. */
export const availableImage = z.object({
  name: z.string(),
  description: z.string(),
  architecture: z.string(),
  owner_id: z.string(),
  creation_date: z.string(),
  block_devices: z.array(
    z.object({ device: z.string(), snapshot_id: z.string().optional(), size_gb: z.number(), encrypted: z.boolean() }),
  ),
});
export const catalogImageInput = imageStepInput.extend({ available: availableImage });
/** Where the signed record of an image lies, as the step that signed says. */
const provenance = z.object({ key: z.string(), digest: z.string(), signed_at: z.string() });
export const publishImageInput = imageStepInput.extend({ provenance });
export const launchTestInput = z.object({ build_id: buildId, image: imageRef, test: testRef });
export const recordTestInput = launchTestInput.extend({
  instance: instanceRef.optional(),
  ready: z.object({ ready_at: z.string() }).optional(),
  command: z.object({ command_id: z.string(), exit_code: z.number() }).optional(),
  error: caughtError.optional(),
});
export const releaseTestInput = recordTestInput.extend({ verdict: z.object({ passed: z.boolean() }) });
const memberPlace = z.object({ region: z.string(), account: z.string() });
export const planReplicationInput = z.object({
  build_id: buildId,
  image: imageRef,
  regions: z.array(z.string()),
  members: z.array(memberPlace).default([]),
  kms_keys: z.record(z.string(), z.string()).default({}),
  complete_within_minutes: z.int().optional(),
  timeouts: timeouts.pick({ copy_seconds: true }),
});
export const copyRef = z.object({
  region: z.string(),
  account: z.string().optional(),
  name: z.string(),
  kms_key: z.string().optional(),
  complete_within_minutes: z.int().optional(),
  wait_seconds: seconds,
  has_test: z.boolean().default(false),
  tests: z.array(testRef).default([]),
});
/** `retry`: which try this is, where a key was not ready at the first. */
export const copyImageInput = z.object({
  build_id: buildId,
  source: imageRef,
  copy: copyRef,
  retry: z.object({ attempt: z.number().int().min(2) }).optional(),
});
/** A copy of a member account. */
export const lendImageInput = z.object({
  build_id: buildId,
  source: imageRef,
  copy: memberPlace.extend({ wait_seconds: seconds }),
});
export const publishReplicaInput = copyImageInput.extend({ image: imageRef, available: availableImage, provenance });
/** `source` and `available` of a copy, which the catalog does not have yet. */
export const signProvenanceInput = imageStepInput.extend({
  source: imageRef.optional(),
  available: availableImage.optional(),
});
export const replicaFailureInput = copyImageInput.extend({ image: imageRef.optional(), error: caughtError });
export const outcomeInput = z.object({
  build_id: buildId,
  error: caughtError.optional(),
  compensation_error: caughtError.optional(),
});
export const reconcileInput = z.object({ region: z.string(), night: z.string() });
export const reconcileAccountsInput = z.object({});
export const nightInput = z.object({ regions: z.array(z.string()) });
export const openNightInput = z.object({ night: z.string(), execution_arn: z.string(), started_at: z.string() });
export const repairSharesInput = z.object({});
/** A night and all that its steps left: answers under their names, what was caught under `<name>_error`. */
export const reportInput = z.object({
  night: z.string(),
  execution_arn: z.string(),
  started_at: z.string(),
  state: z.record(z.string(), z.unknown()),
});
