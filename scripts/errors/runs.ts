import { textsOf } from './text';

/** Errors that a build, an operation, a cleanup or a nightly run ends with: what happened to instances and images. */
export const runTexts = textsOf({
  InsufficientCapacity: [
    'EC2 has no capacity for any of the instance types.',
    'All types and subnets were tried, and each was refused.',
    'Retry later, or name more instance types in the recipe.',
  ],
  QuotaExceeded: [
    'A quota of the account in EC2 is exhausted.',
    'The message names the quota, such as the vCPUs of a family or the number of images. AMIs are counted before a build or a copy starts, public AMIs before an image becomes public.',
    'Raise the quota with the command that the message names, or free some of it. `spawn doctor` warns at 80 %.',
  ],
  InstanceNotReady: [
    'Systems Manager does not accept commands for the instance yet.',
    'The agent has just registered.',
    'The step is retried. If the run fails with it, repeat the command.',
  ],
  InstanceBusy: [
    'Another image is being created from the instance.',
    'Only one image of an instance is created at a time.',
    'Wait until the other one has ended, then repeat the command.',
  ],
  UserDataRunning: [
    'User data still runs on the instance, so that an image would have half of its work.',
    '`cloud-init status` says `running`, `not started` or `not run`. It is asked by the first command of `create-ami`, before the cleanup script and the search. Without cloud-init, or without an agent, it is not asked.',
    'Wait for its end with `spawn connect NAME -- cloud-init status --wait`, then repeat the command. `--force` creates the image all the same.',
  ],
  InstanceUnreachable: [
    'The instance did not come online in Systems Manager in time.',
    'It has no route to Systems Manager, its base has no agent, or it needs longer to boot.',
    'Run `spawn doctor`, which checks the connection. Raise `limits.ready` for a base that boots slowly.',
  ],
  InstanceLost: [
    'The instance stopped, was terminated or lost its agent during the run.',
    'Somebody or something terminated it, the hardware failed, or a script stopped or removed the agent, cut its network or used all memory. A script whose agent has not reported for 15 minutes has lost it; on bare metal, which boots slowly, for 30 minutes.',
    'Repeat the command. If it happens again, look for what ends the instance. A script must leave `amazon-ssm-agent` installed and running, and may restart it with `systemctl restart`.',
  ],
  SpotInterrupted: [
    'EC2 took back the spot instance that the run worked on.',
    'EC2 needs the capacity, and a spot instance is its own to take back after a notice of two minutes.',
    'A build that had not begun with its image has gone on with a builder on demand. Otherwise build again; `spawn build --on-demand` requests no spot instance.',
  ],
  GroupBusy: [
    'Another instance refresh of the Auto Scaling group goes on.',
    'Auto Scaling runs one instance refresh of a group at a time.',
    'The step is retried for about a day. Cancel the other refresh in Auto Scaling if it should not go on.',
  ],
  RefreshFailed: [
    'An instance refresh of an Auto Scaling group failed or was cancelled.',
    'The new instances were not launched or did not become healthy, or somebody cancelled it. The message has the reason of Auto Scaling.',
    'The launch templates and groups of the rollout are rolled back. Look at the activity of the group, correct the image or the group, and promote it again.',
  ],
  RefreshTimedOut: [
    'An instance refresh of an Auto Scaling group did not end within a day.',
    'The group is large, its instances warm up slowly, or it waits for an instance that is protected.',
    'The rollout is rolled back. Look at the activity of the group in Auto Scaling.',
  ],
  RolloutSuperseded: [
    'The channel changed again while the rollout ran.',
    'Somebody promoted another release or rolled the channel back, and a newer rollout carries that out.',
    'Look at the newer one with `spawn builds list --kind rollout`.',
  ],
  ScriptFailed: [
    'A script ended with an exit code other than 0.',
    'The message names the script and its exit code; `copy-files` copies the `files:` of the recipe, and ends with 1 when one cannot be fetched, has another digest, or has an owner that is not on the machine. [The runbook](runbook.md#builds) lists the special codes.',
    'Read the output with `spawn builds logs ID`, correct the script, and build again.',
  ],
  ScriptTimedOut: [
    'A script did not end within its time limit.',
    'It needs longer than `timeout` or `limits.script` allow, or waits for input.',
    'Read the output with `spawn builds logs ID`. Raise the limit, or make the script non-interactive.',
  ],
  ResidueFound: [
    'The instance contains secrets or data that must not be in an image.',
    'The search found keys, credentials, tokens or histories. The message names each file and rule.',
    'Remove the file in a script. Accept a false positive with `waive:` in the recipe or `--waive`.',
  ],
  ResidueUnknown: [
    'It is not known whether the instance contains secrets.',
    'The search did not end in time or wrote no report.',
    'Read the log of the build. Raise `limits.clean` for large volumes.',
  ],
  BuilderNotStopped: [
    'The builder did not stop in time.',
    'A service delays the shutdown.',
    'Raise `limits.stop`, or stop the service in a script.',
  ],
  BuilderNotFrozen: [
    'The file systems of a spot builder could not be frozen for its image.',
    'The message names the reason, such as a missing `fsfreeze`. EC2 does not stop a spot builder, so its image could lack what was written last.',
    'Build on demand: `spawn build --on-demand`, or the recipe without `spot: true`.',
  ],
  ImageFailed: [
    'EC2 could not create the image.',
    'The message has the reason that EC2 gives.',
    'Repeat the build. If it persists, correct what the reason names.',
  ],
  ImageTimedOut: [
    'The image or copy was not available within the time limit.',
    'Large volumes take long.',
    'Raise `limits.image` or `limits.copy`.',
  ],
  KeyNotReady: [
    'The KMS key of a copy is not usable yet.',
    'A new grant on a key takes effect after some time.',
    'The copy is retried. If the run fails with it, repeat the command.',
  ],
  TestFailed: [
    'The test of the image failed, and the image was not published.',
    'The script ended with an exit code other than 0 on at least one instance type.',
    'Read the output with `spawn builds logs ID`. With `keep_on_failure: true` the instance is kept for two hours, and with `--keep-candidate 1d` the image for `spawn builds retry`.',
  ],
  VulnerabilitiesFound: [
    'The image has known vulnerabilities of the severity that the recipe refuses.',
    'The comparison with Amazon Inspector found them. See [known vulnerabilities](concepts.md#known-vulnerabilities).',
    'Use a newer base or update the packages. Accept single ones with `vulnerabilities.ignore`.',
  ],
  VulnerabilitiesUnknown: [
    'The packages could not be compared with known vulnerabilities.',
    'The system is unknown, the call was denied, or the region does not have the API.',
    'The message says why. With `fail_on: none` the build succeeds without the comparison.',
  ],
  QueueTimedOut: [
    'The turn of the build did not come within a day.',
    'As many builds as the setting `build_cap` allows ran all the time, or an older build of the same stack and variant did.',
    'Look at what runs with `spawn builds list --status running`. Cancel what hangs, or raise `build_cap`, and build again.',
  ],
  ApprovalRejected: [
    'The build was rejected and published nothing.',
    'The recipe or the policy of the stack requires an approval, and somebody decided against it. The message says who, when and why.',
    'Correct what the reason names, and build again.',
  ],
  ApprovalExpired: [
    'Nobody approved the build in time; its image was removed.',
    'The recipe or the policy of the stack requires an approval, by default within 7 days.',
    'Build again, and approve with `spawn builds approve ID`. `limits.approval` in the recipe changes the time.',
  ],
  CopyFailed: [
    'A copy of the image failed in EC2.',
    'The message has the reason that EC2 gives; often it concerns a key.',
    'Correct the cause, then run `spawn replicate-ami AMI --to-region REGION`.',
  ],
  CopyQuotaExceeded: [
    'Too many copies run at the same time, or no throughput is left for time-based copies.',
    'EC2 limits concurrent snapshot copies and the throughput of time-based copies.',
    'Retry when other copies are complete, leave out `--complete-within`, or raise the quota.',
  ],
  RequestThrottled: [
    'AWS limits the rate of requests.',
    'Many requests were sent at the same time, by spawn or by others in the account.',
    'Retry after a minute.',
  ],
  AwsUnavailable: [
    'An AWS service did not answer or answered with an error of its own.',
    'A fault of the service.',
    'Retry later. The AWS Health Dashboard shows known faults.',
  ],
  FunctionFailed: [
    'A Lambda function crashed or timed out in all attempts.',
    'A fault in the code, too little memory or time, or an account that runs as many functions at once as it may.',
    'Read the log of the function, or raise the quota of concurrent executions, then start the run again.',
  ],
  StepTimedOut: [
    'A step did not end in time.',
    'An event was lost and the resource did not reach its state before the deadline.',
    'Find the step in the execution in Step Functions, then start the run again.',
  ],
  StepFailed: [
    'A step failed with an error that has no name of its own.',
    'The message contains the original error.',
    'Find the step in the execution in Step Functions, then start the run again.',
  ],
  ReplicationIncomplete: [
    'The image is published, but not in all regions.',
    'At least one copy failed. The message gives the reason for each region.',
    'Run `spawn replicate-ami AMI --to-region REGION` for the missing regions.',
  ],
  BuildCancelled: [
    'Somebody cancelled the build.',
    '`spawn builds cancel`, or a stop of the execution in the console.',
    'Start the build again if it is still needed. What it had created is removed.',
  ],
  BuildFailed: [
    'A part of the build failed.',
    'The failure of the part has its own name, which `spawn builds show ID` prints.',
    'Look up that name in this list.',
  ],
  PermissionDenied: [
    'IAM denied a call of the deployment.',
    'A role, a service control policy or a resource policy does not allow it.',
    'The message names the call. Deploy again, or change the policy. `spawn doctor` checks the roles.',
  ],
  NightlyIncomplete: [
    'Steps of a nightly run failed; the other steps ran.',
    'The report names each step and its error.',
    'Read `spawn nightly report`. The next night retries the steps.',
  ],
  CleanupIncomplete: [
    'A cleanup could not plan or remove everything.',
    'A region could not be read, or an image could not be removed.',
    'Run `spawn cleanup-amis --plan ID` to continue.',
  ],
  ParameterNotWritten: [
    'A channel changed, but its parameter did not in some regions.',
    'Systems Manager refused or did not answer there.',
    'Repeat the promotion. The nightly checks also repair the parameter.',
  ],
  LeftBehind: [
    'Resources of a run could not be removed.',
    'Protection, a missing permission, or a fault of AWS. `spawn debts` gives the reason for each.',
    'Remove the cause. The reaper retries.',
  ],
  LeftoverStays: [
    'A tagged resource is kept, because it is in doubt or tagged `spawn:keep`.',
    'No record explains the resource, or somebody keeps it past its deadline.',
    'Inspect it, then remove it or the tag. See [the runbook](runbook.md#leftover-in-doubt).',
  ],
});
