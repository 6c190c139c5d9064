import type { Fact } from './row';

/** Only an account can settle these. */
export const accountOnly: readonly Fact[] = [
  {
    id: 'create-tags-action-of-snapshots',
    fact: 'CreateImage and CopyImage authorize the tags of the new snapshots as `ec2:CreateTags` on the snapshots, with `ec2:CreateAction` set to the name of the call.',
    basis: 'assumed',
    code: ['infra/grant/instances.ts', 'infra/grant/images.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/authorization.test.ts',
        'making, copying and ending an image: with the tags of the request and of the resource',
      ],
      [
        'test/journeys/account/permissions.test.ts',
        'without $action of $from a build ends at $stage, which names the action, and nothing is left',
      ],
    ],
    option: 'without',
    settled: {
      by: 'The smoke build and one copy end well under the deployed policies, and their snapshots have the tags.',
      refuted: 'CreateImage or CopyImage is denied with `ec2:CreateTags` on a snapshot in the message.',
    },
  },
  {
    id: 'send-command-by-tag-of-new-instance',
    fact: 'SendCommand sees the tags of an instance that is a minute old when IAM compares `ssm:resourceTag`, or does so within five minutes.',
    basis: 'assumed',
    code: ['infra/grant/instances.ts', 'core/instance/command-refusal.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ssm/commands.test.ts',
        'a command is authorized without the tags of an instance that requests do not see yet',
      ],
      [
        'test/journeys/build/readiness.test.ts',
        'is no denial: a build ends well where everything is seen only 150 seconds after it was made',
      ],
      [
        'test/journeys/build/readiness.test.ts',
        'while a denial that stays is told after five minutes, with AWS’s words',
      ],
    ],
    option: 'ec2.latencies.visibility',
    off: { ec2: { latencies: { visibility: [0, 0] } } },
    settled: {
      by: 'Ten builds in a row send their first script without a denial that lasts five minutes.',
      refuted: 'A build ends as PermissionDenied though the instance has the tag in EC2.',
    },
  },
  {
    id: 'seconds-from-boot-to-online',
    fact: 'The agent of Amazon Linux 2023 is online within four minutes of a boot, and the agent of Ubuntu, a snap, within six.',
    basis: 'assumed',
    code: ['core/run/time-limits.ts', 'core/recipe/schema.ts'],
    local: 'does the same',
    tests: [
      ['test/journeys/build/readiness.test.ts', 'which Ubuntu’s agent may be six minutes later'],
      [
        'local/test/guest/lifecycle.test.ts',
        'the agent of %s comes up %d to %d seconds after boot unless told otherwise',
      ],
    ],
    option: 'machines.agentSeconds',
    settled: {
      by: '`seconds_to_ready` of ten launches of each base is below 360.',
      refuted: 'A build on an untouched base ends as InstanceUnreachable, or a launch takes longer than 360 s.',
    },
  },
  {
    id: 'residue-of-untouched-bases',
    fact: 'The search for residue finds nothing on the untouched images of Amazon Linux 2023, Ubuntu and the GPU base after the default cleanup.',
    basis: 'assumed',
    code: ['core/scripts/residue.sh', 'core/residue/rules.ts'],
    local: 'does not model it',
    difference: "Its disks hold a small part of the files of the vendors' images.",
    tests: [
      [
        'test/journeys/guest/shipped-scripts.test.ts',
        'a builder that was cleaned has no residue, lists its packages, and has no agent registration',
      ],
      [
        'test/core/residue/search.test.ts',
        'is raised by labels of keys, documented examples, switches, and words that only look like secrets',
      ],
    ],
    settled: {
      by: 'A build of each base with a script that does nothing passes the stage `clean`.',
      refuted: 'Such a build ends as ResidueFound, with the file of the vendor in its list.',
    },
  },
  {
    id: 'agent-folder-after-stop',
    fact: 'A stopped agent writes nothing, so that its folder and its log folder stay empty after they were emptied.',
    basis: 'assumed',
    code: ['core/scripts/clean.sh'],
    local: 'does not model it',
    difference: 'Its agent writes only while it runs, and at once.',
    tests: [
      [
        'test/journeys/guest/shipped-scripts.test.ts',
        'a builder that was cleaned has no residue, lists its packages, and has no agent registration',
      ],
    ],
    settled: {
      by: '`/var/lib/amazon/ssm` is empty on the first boot of an image, before the agent starts.',
      refuted:
        'An instance of the image registers under the id of the builder, or the search names files of the agent.',
    },
  },
  {
    id: 'gpu-base-root-and-search',
    fact: 'The GPU base on Amazon Linux 2023 has a root snapshot of 75 GiB, and cleaning and searching it takes less than 15 minutes and half a minute for each GiB.',
    basis: 'assumed',
    code: ['core/recipe/schema.ts', 'core/build/plan.ts', 'usecases/build/check-plan.ts'],
    local: 'does not model it',
    difference: 'It has the size, and its search reads a few files.',
    tests: [
      [
        'test/core/recipe/parse.test.ts',
        'have limits in seconds; that of cleaning grows with the disk that is searched, unless the recipe says one',
      ],
    ],
    settled: {
      by: 'The base is described with 75 GiB, and the stage `clean` of a build on it ends within its limit.',
      refuted: 'The launch is refused for a volume smaller than its snapshot, or the search runs out of time.',
    },
  },
  {
    id: 'image-id-filter-hides-deprecated',
    fact: 'DescribeImages with a filter on `image-id` leaves out deprecated images of other owners unless IncludeDeprecated is set, while ImageIds returns them.',
    basis: 'seen in public',
    source: 'hashicorp/packer-plugin-amazon#261',
    code: ['aws/image/describe.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/images.test.ts',
        'is in no list and under no filter unless deprecated ones are asked for; its id names it',
      ],
      [
        'test/journeys/image/vendor-images.test.ts',
        'is not said to be gone by the health of what stands on it, nor by its ancestry',
      ],
    ],
    option: 'without',
    settled: {
      by: 'A deprecated image of Amazon is found by the filter with IncludeDeprecated, and not without.',
      refuted: 'The filter with IncludeDeprecated does not return it: bases would count as gone.',
    },
  },
  {
    id: 'scan-sbom-knows-our-packages',
    fact: 'ScanSbom of Amazon Inspector recognizes the package URLs of our bills of materials; a component that it does not recognize has no vulnerabilities in its answer.',
    basis: 'assumed',
    code: ['core/provenance/bill-of-materials.ts', 'core/provenance/scan-answers.ts'],
    local: 'does the same',
    tests: [
      [
        'test/core/provenance/package-scan.test.ts',
        'names system and packages as Amazon Inspector’s own generator does',
      ],
      [
        'test/core/provenance/package-scan.test.ts',
        'is unknown, and not free of vulnerabilities, where the system is not known or the answer has another form',
      ],
    ],
    settled: {
      by: 'A bill with one package that is known to be vulnerable, for each system, is answered with its vulnerability.',
      refuted: 'The answer to such a bill has no vulnerability, or says that no rules were found.',
    },
  },
  {
    id: 'deregister-pending-read-disabled',
    fact: 'DeregisterImage takes an image that is pending, and DescribeImageAttribute answers for an image that is disabled.',
    basis: 'assumed',
    code: ['usecases/leftover/remove.ts', 'usecases/cleanup/remove-image.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/image-states.test.ts', 'a pending image is deregistered'],
      [
        'test/journeys/build/stuck.test.ts',
        'an image that stays pending: ImageTimedOut at its limit, and its candidate goes',
      ],
      ['test/journeys/build/cancel.test.ts', 'while it is at %s ends cancelled, and nothing of it is left'],
    ],
    option: 'without',
    settled: {
      by: 'A build that is cancelled while its image is pending leaves nothing, and the last look of a cleanup reads the permissions of a disabled image.',
      refuted: 'Either call is refused: the reaper then owes the image, or the cleanup keeps it.',
    },
  },
  {
    id: 'new-account-concurrency',
    fact: 'A new account may have 10 concurrent executions of functions, and Lambda and EC2 refuse what is above their limits with errors that the state machines retry.',
    basis: 'seen in public',
    source: 'awslabs/fhir-works-on-aws-deployment#691',
    code: ['core/doctor/concurrency.ts', 'statemachines/retry-policies.json', 'aws/client/errors.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/services/functions.test.ts',
        'are a thousand unless the account has fewer; what is above them is throttled, whatever the function',
      ],
      ['test/journeys/account/quotas.test.ts', 'builds and copies, though Lambda throttles what is more than %d'],
      [
        'test/journeys/account/quotas.test.ts',
        'and is busy with others for longer than steps are tried again fails a build by name, and nothing is left',
      ],
      [
        'test/infra/state-machines.test.ts',
        'retries what Lambda and AWS fail for a moment, in every task that calls a function',
      ],
      ['test/core/doctor/concurrency.test.ts', 'ten concurrent executions of a new account are too few'],
      ['local/test/ec2/limits.test.ts', 'over the burst are refused until the bucket has filled again'],
    ],
    option: 'quotas',
    off: { quotas: { 'L-B99A9384': 100000 } },
    settled: {
      by: 'Three builds at once end well in an account with 10 concurrent executions.',
      refuted: 'A build ends as FunctionFailed with a throttling error of Lambda.',
    },
  },
];
