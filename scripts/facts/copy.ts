import type { Fact } from './row';

/** Copies and keys. */
export const copy: readonly Fact[] = [
  {
    id: 'copy-is-called-in-the-destination',
    fact: 'CopyImage is called in the region of the copy and names the region of the source.',
    basis: 'documented',
    source: 'EC2 API reference, CopyImage, SourceRegion',
    code: ['aws/image/copy.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/images.test.ts',
        'is made in the region of the call, available later, without permissions, deprecation or tags',
      ],
      ['test/aws/images.test.ts', 'the call goes to the destination and takes over no tags but those given'],
    ],
    option: 'without',
  },
  {
    id: 'copy-carries-nothing',
    fact: 'A copy has neither launch permissions nor deprecation time of its source, and its tags only with CopyImageTags.',
    basis: 'documented',
    source: 'EC2 user guide, "Copy an Amazon EC2 AMI"',
    code: ['aws/image/copy.ts', 'usecases/image/complete-copy.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/images.test.ts',
        'is made in the region of the call, available later, without permissions, deprecation or tags',
      ],
      [
        'test/journeys/image/revocation.test.ts',
        'The time of a deprecation stands in EC2 on a copy that is made later, and a time that EC2 does not take is refused by name',
      ],
    ],
    option: 'without',
  },
  {
    id: 'copy-client-token',
    fact: 'CopyImage with the same client token and the same parameters returns the first copy, and `IdempotentParameterMismatch` with other parameters.',
    basis: 'documented',
    source: 'EC2 developer guide, "Ensuring idempotency in Amazon EC2 API requests"',
    code: ['aws/image/copy.ts', 'lambdas/replication/copy-image.ts'],
    local: 'does the same',
    tests: [['local/test/ec2/images.test.ts', 'with the same client token is made once']],
    option: 'without',
  },
  {
    id: 'copy-token-minds-tag-order',
    fact: 'The same tags in another order are other parameters for a client token.',
    basis: 'assumed',
    code: ['aws/client/ec2-filters.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/images.test.ts', 'with the same client token and its tags in another order is refused'],
      ['test/aws/images.test.ts', 'the same tags make the same request, in whatever order they come'],
    ],
    option: 'without',
  },
  {
    id: 'copy-quota-of-snapshots',
    fact: 'A region takes 20 concurrent snapshot copies of an account and refuses more with `ResourceLimitExceeded`.',
    basis: 'documented',
    source: 'EBS user guide, "Quotas for Amazon EBS"',
    code: ['aws/image/copy.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/images.test.ts', 'over the quota of concurrent copies is refused until one has ended'],
      ['test/journeys/replication/copies.test.ts', 'is waited for, and the copy made then'],
    ],
    option: 'ec2.limits.concurrentCopies',
    off: { ec2: { limits: { concurrentCopies: 1000 } } },
  },
  {
    id: 'copy-may-never-end',
    fact: 'A copy may be pending for longer than anybody waits.',
    basis: 'assumed',
    code: ['core/run/time-limits.ts', 'core/wait/deadline.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/images.test.ts', 'may be pending for longer than anybody waits'],
      ['test/journeys/replication/copies.test.ts', 'is given up at its limit, and the others stay'],
    ],
    option: 'ec2.latencies.copy',
    off: { ec2: { latencies: { copy: [0, 0] } } },
  },
  {
    id: 'copy-may-fail-with-a-reason',
    fact: 'A copy that EC2 gives up has the state `failed` and says why in StateReason.',
    basis: 'documented',
    source: 'EC2 API reference, Image, StateReason',
    code: ['core/wait/condition.ts', 'lambdas/replication/record-replica-failure.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/images.test.ts', 'that EC2 gives up has failed, with its reason'],
      [
        'test/journeys/replication/copies.test.ts',
        'ends with ReplicationIncomplete, which names the region and EC2’s reason',
      ],
    ],
    option: 'ec2.imageFailure',
    off: { ec2: { imageFailure: null } },
  },
  {
    id: 'copy-key-is-checked-later',
    fact: 'CopyImage succeeds with a key that EC2 cannot use, and the copy becomes `failed` minutes later.',
    basis: 'documented',
    source: 'EC2 API reference, CopyImage, KmsKeyId',
    code: ['core/replication/keys.ts', 'core/wait/condition.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/keys.test.ts', 'a copy fails after its call has succeeded when EC2 cannot use its key'],
      [
        'test/journeys/replication/replica-keys.test.ts',
        'and a key whose policy lets nobody but its keepers encrypt fails the copy minutes later, as EC2 does',
      ],
    ],
    option: 'without',
  },
  {
    id: 'copy-key-of-its-region',
    fact: 'A copy is encrypted with a symmetric key of its own region.',
    basis: 'documented',
    source: 'EC2 user guide, "Use encryption with EBS-backed AMIs"',
    code: ['core/replication/keys.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/keys.test.ts', 'a copy is encrypted with a key of its own region'],
      ['test/core/replication/keys.test.ts', 'a key %s is refused for a build and for a copy alike'],
      ['test/journeys/replication/replica-keys.test.ts', 'may name only keys of the copies’ own region'],
    ],
    option: 'without',
  },
  {
    id: 'grant-counts-later',
    fact: 'A grant of KMS may count only minutes after CreateGrant, usually less than five, unless its token is passed; CopyImage takes none.',
    basis: 'documented',
    source: 'KMS API reference, CreateGrant',
    code: ['core/replication/keys.ts', 'lambdas/replication/copy-image.ts'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/replication/late-grants.test.ts',
        'a member account copies what a key at home encrypts once its grant counts, and keeps that copy alone',
      ],
      [
        'test/journeys/replication/late-grants.test.ts',
        'a copy whose key stays forbidden ends after ten minutes with EC2’s reason, and leaves nothing',
      ],
    ],
    option: 'kms.grantDelay',
  },
  {
    id: 'grant-is-idempotent-by-name',
    fact: 'CreateGrant with the same name, principal and operations returns the grant that is there.',
    basis: 'documented',
    source: 'KMS API reference, CreateGrant, Name',
    code: ['aws/key/grants.ts'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/account/members.test.ts',
        'and withdraws the copy grant, and removes the copy, when the copy fails there',
      ],
    ],
  },
  {
    id: 'time-based-copy-minutes',
    fact: 'A time-based copy takes 15 to 2880 minutes in steps of 15.',
    basis: 'documented',
    source: 'EC2 API reference, CopyImage, SnapshotCopyCompletionDurationMinutes',
    code: ['core/replication/duration.ts'],
    local: 'does the same',
    tests: [
      ['test/journeys/replication/copies.test.ts', 'is refused before anything is copied when EC2 takes no such time'],
      ['local/test/ec2/images.test.ts', '%s is refused'],
      ['local/test/ec2/images.test.ts', 'is complete within the time that was asked for'],
    ],
    option: 'without',
  },
  {
    id: 'time-based-copies-queue',
    fact: 'The time of a time-based copy counts only after the earlier copies of the same snapshot are complete.',
    basis: 'documented',
    source: 'EBS user guide, "Time-based copies for Amazon EBS snapshots and EBS-backed AMIs"',
    code: ['core/replication/duration.ts'],
    local: 'does not model it',
    difference: 'Its copies run side by side.',
    tests: [
      [
        'test/core/replication/plan.test.ts',
        'a copy that is to be complete in time is waited for as long as all of them may take one after the other',
      ],
    ],
  },
  {
    id: 'time-based-throughput-refusal',
    fact: 'EC2 refuses a time-based copy over the quota of throughput, with a code that no page names.',
    basis: 'assumed',
    code: ['aws/image/copy.ts'],
    local: 'does not model it',
    difference: 'It has no such quota.',
    tests: [
      [
        'test/aws/images.test.ts',
        'that is refused since no throughput is left says how to get it, under whatever code',
      ],
    ],
  },
  {
    id: 'copy-needs-readable-snapshots',
    fact: 'Another account copies a shared image only if the snapshots are shared with it too, and launches it without that.',
    basis: 'documented',
    source: 'EC2 user guide, "Copy an Amazon EC2 AMI"',
    code: ['usecases/sharing/sync.ts', 'core/replication/copy-grants.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/accounts.test.ts',
        'copies it once its snapshots are shared too, under a name that is taken here, and the copy is its own',
      ],
      ['test/journeys/sharing/shares.test.ts', 'so that it can be copied gives the snapshots too'],
    ],
    option: 'without',
  },
  {
    id: 'copy-in-member-account',
    fact: 'A copy by another account belongs to that account, with its own namespace of names.',
    basis: 'documented',
    source: 'EC2 user guide, "Copy an Amazon EC2 AMI"',
    code: ['lambdas/replication/copy-image.ts', 'core/model/location.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/accounts.test.ts',
        'copies it once its snapshots are shared too, under a name that is taken here, and the copy is its own',
      ],
      [
        'test/journeys/account/members.test.ts',
        'copies an image there with a key of that account, and withdraws the copy grant',
      ],
    ],
    option: 'without',
  },
  {
    id: 'encrypted-by-named-key',
    fact: 'A key that a block device mapping of RunInstances names encrypts the volume, whatever its snapshot is encrypted with.',
    basis: 'documented',
    source: 'EC2 user guide, "Use encryption with EBS-backed AMIs"',
    code: ['aws/instance/run.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/keys.test.ts',
        'a key that a launch names encrypts the volume, and the snapshot that is made of it',
      ],
      [
        'test/journeys/pipeline/encryption.test.ts',
        'has every volume of builder and image encrypted with it, and the tests launch the encrypted image',
      ],
    ],
    option: 'without',
  },
  {
    id: 'launch-key-is-checked-later',
    fact: 'RunInstances succeeds with a key that EC2 cannot use, and the instance ends before it runs.',
    basis: 'documented',
    source: 'EC2 user guide, "Troubleshoot Amazon EC2 instance launch issues", instance terminates immediately',
    code: ['core/replication/keys.ts', 'core/wait/condition.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/keys.test.ts', 'a key that cannot be used ends the instance after its launch has succeeded'],
      [
        'test/journeys/pipeline/encryption.test.ts',
        'and a key that does not let the builder be launched fails the build with the reason of EC2, and nothing stays',
      ],
    ],
    option: 'without',
  },
  {
    id: 'ec2-uses-keys-for-the-caller',
    fact: 'EC2 uses a key in the name of the caller, with `kms:ViaService` set, so that permissions can be limited to it.',
    basis: 'documented',
    source: 'KMS developer guide, "kms:ViaService"',
    code: ['infra/grant/keys.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/keys.test.ts', 'EC2 uses a key for the caller, through itself and in that region'],
      [
        'test/journeys/replication/replica-keys.test.ts',
        'and a copy whose key lets nobody launch fails its test, and goes',
      ],
    ],
    option: 'without',
  },
  {
    id: 'stranger-owned-names',
    fact: 'Anybody can publish an image under a familiar name, so that every look-up by name must name an owner.',
    basis: 'documented',
    source: 'EC2 user guide, "Find shared AMIs to use for Amazon EC2 instances"',
    code: ['core/model/base.ts', 'usecases/build/resolve-base.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/image-states.test.ts',
        'by owner leave out the look-alike of a stranger, which has the same sort of name and is newer',
      ],
      [
        'test/journeys/night/name-pattern.test.ts',
        'is the newest image of that owner, and every look-up of EC2 names an owner',
      ],
    ],
    option: 'without',
  },
];
