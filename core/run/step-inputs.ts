import * as z from 'zod';

/** Inputs of the steps of the state machines, which pass data on by these names; unknown keys are dropped. */

const buildId = z.string().min(1).max(80);
const seconds = z.number().int().positive();

export const instanceRef = z.object({
  instance_id: z.string(),
  region: z.string(),
  ready_key: z.string().optional(),
  launched_at: z.string().optional(),
  /** Set for a builder: whether it is a spot instance. */
  spot: z.boolean().optional(),
});
/** `account`: the member account of the image; absent in the home account. */
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
 * A script of a run: `name` is unique in the run, `key` is the object with its text. Time limits are never zero.
 */
export const scriptRef = z.object({
  name: z.string(),
  key: z.string(),
  timeout_seconds: seconds,
  task_timeout_seconds: seconds,
  purpose: z.enum(['files', 'provision', 'cleanup', 'test', 'replica-test']),
});

/** `initialization`: the rate in MiB a second at which EBS initializes the root volume. */
export const testRef = scriptRef.extend({
  instance_type: z.string(),
  initialization: z.object({ rate: z.number().int(), root_device: z.string() }).optional(),
});

/** Input of a wait's handler: the state's own data, and the task token for the answer. */
export const waitEvent = <Input extends z.ZodType>(input: Input) =>
  z.object({ input, execution: z.string(), state: z.string(), taskToken: z.string() });

export const buildInput = z.object({ build_id: buildId });
/** `lost`: the spot builder that EC2 took back, in whose place another is launched on demand. */
export const launchBuilderInput = buildInput.extend({ lost: instanceRef.optional() });
/** `image`: the image that a retry took over. */
export const planBuildInput = buildInput.extend({ image: imageRef.optional() });
export const awaitInstanceInput = waitEvent(
  z.object({ build_id: buildId, instance: instanceRef, timeout_seconds: seconds }),
);
export const runScriptInput = waitEvent(z.object({ build_id: buildId, instance: instanceRef, script: scriptRef }));
export const cleanBuilderInput = awaitInstanceInput;
export const stopBuilderInput = awaitInstanceInput;
export const judgeResidueInput = z.object({ build_id: buildId, builder: instanceRef });
export const judgeSearchInput = z.object({ build_id: buildId, builder: instanceRef });
export const searchInstanceInput = waitEvent(judgeSearchInput.extend({ timeout_seconds: seconds }));
export const freezeInstanceInput = searchInstanceInput;
export const stopInstanceInput = searchInstanceInput;
export const builderInput = z.object({ build_id: buildId, builder: instanceRef });
export const startInstanceInput = builderInput.extend({ image: imageRef });
export const awaitImageInput = waitEvent(z.object({ build_id: buildId, image: imageRef, timeout_seconds: seconds }));
export const awaitTurnInput = waitEvent(z.object({ build_id: buildId, timeout_seconds: seconds }));
export const awaitApprovalInput = awaitImageInput;
export const imageStepInput = z.object({ build_id: buildId, image: imageRef });
/** EC2's description of an image when it became available; its tags are known already. */
export const availableImage = z.object({
  name: z.string(),
  description: z.string(),
  architecture: z.string(),
  owner_id: z.string(),
  creation_date: z.string(),
  imds_support: z.string().optional(),
  block_devices: z.array(
    z.object({ device: z.string(), snapshot_id: z.string().optional(), size_gb: z.number(), encrypted: z.boolean() }),
  ),
});
export const catalogImageInput = imageStepInput.extend({ available: availableImage });
/** The location of the signed record of an image, from the step that signed it. */
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
const memberLocation = z.object({ region: z.string(), account: z.string() });
export const planReplicationInput = z.object({
  build_id: buildId,
  image: imageRef,
  regions: z.array(z.string()),
  members: z.array(memberLocation).default([]),
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
/** `retry`: the number of this attempt, after a key was not ready at the first. */
export const copyImageInput = z.object({
  build_id: buildId,
  source: imageRef,
  copy: copyRef,
  retry: z.object({ attempt: z.number().int().min(2) }).optional(),
});
/** Input of the copy grant for a copy in a member account. */
export const copyGrantInput = z.object({
  build_id: buildId,
  source: imageRef,
  copy: memberLocation.extend({ wait_seconds: seconds }),
});
export const publishReplicaInput = copyImageInput.extend({ image: imageRef, available: availableImage, provenance });
/** `source` and `available` are given for a copy, which is not in the catalog yet. */
export const signProvenanceInput = imageStepInput.extend({
  source: imageRef.optional(),
  available: availableImage.optional(),
});
export const replicaFailureInput = copyImageInput.extend({ image: imageRef.optional(), error: caughtError });
/** A launch template of a rollout by its place in the record of the run, and one of its Auto Scaling groups. */
const templateRef = z.object({ region: z.string(), template_id: z.string() });
const groupRef = z.object({ name: z.string() });
export const rolloutInput = z.object({ build_id: buildId, template: templateRef });
export const rolloutGroupInput = rolloutInput.extend({ group: groupRef });
export const awaitRefreshInput = waitEvent(
  rolloutGroupInput.extend({
    refresh: z.object({ refresh_id: z.string() }),
    timeout_seconds: seconds,
    rollback: z.boolean().optional(),
  }),
);
export const rollBackTemplateInput = rolloutInput.extend({ error: caughtError });
export const rollbackFailureInput = rollBackTemplateInput.extend({ group: groupRef.optional() });
export const returnChannelInput = z.object({ build_id: buildId, error: caughtError });
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
/** A nightly run and the output of its steps: answers by step name, caught errors under `<name>_error`. */
export const reportInput = z.object({
  night: z.string(),
  execution_arn: z.string(),
  started_at: z.string(),
  state: z.record(z.string(), z.unknown()),
});
