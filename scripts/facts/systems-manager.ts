import type { Fact } from './row';

/** Systems Manager and its agent. */
export const systemsManager: readonly Fact[] = [
  {
    id: 'send-command-needs-a-registered-agent',
    fact: 'SendCommand answers `InvalidInstanceId` until the agent of the instance has registered, and has no effect then.',
    basis: 'documented',
    source: 'Systems Manager API reference, SendCommand, InvalidInstanceId',
    code: ['aws/instance/commands.ts', 'core/instance/command-refusal.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ssm/commands.test.ts', 'is refused until the agent has registered'],
      [
        'test/journeys/build/readiness.test.ts',
        'not when its user data has run: the first script is sent minutes after that',
      ],
    ],
    option: 'without',
  },
  {
    id: 'status-checks-say-nothing',
    fact: 'Neither passed status checks nor finished user data mean that the agent is online.',
    basis: 'assumed',
    code: ['core/wait/condition.ts'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/build/readiness.test.ts',
        'not when its user data has run: the first script is sent minutes after that',
      ],
    ],
    option: 'machines.agentSeconds',
  },
  {
    id: 'agent-pings-every-five-minutes',
    fact: 'An agent reports when it comes online and every five minutes after that.',
    basis: 'seen in public',
    source: 'aws/amazon-ssm-agent, README.md, HealthFrequencyMinutes',
    code: ['aws/instance/commands.ts', 'core/residue/instance-search.ts', 'core/wait/silent-agent.ts'],
    local: 'does the same',
    tests: [
      [
        'test/core/residue/instance-search.test.ts',
        'a running instance is searched whose agent was heard of within ten minutes, as before a reboot',
      ],
      ['test/aws/commands.test.ts', 'an agent that lost its connection is not online'],
      ['local/test/ssm/agents.test.ts', 'an agent that is gone last reported at a multiple of five minutes'],
    ],
  },
  {
    id: 'debian-has-no-agent',
    fact: 'Debian’s images have no SSM agent, and its package is at `https://s3.REGION.amazonaws.com/amazon-ssm-REGION/latest/debian_ARCH/amazon-ssm-agent.deb`.',
    basis: 'documented',
    source: 'Systems Manager user guide, "Verifying the signature of SSM Agent"',
    code: ['core/scripts/agent.sh'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/build/readiness.test.ts',
        'which user data of a builder on Debian installs first, so that its image has one',
      ],
    ],
  },
  {
    id: 'debian-has-curl',
    fact: 'Debian’s images for EC2 have curl, with which user data and scripts are fetched.',
    basis: 'assumed',
    code: ['core/scripts/agent.sh', 'core/scripts/run.sh'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/build/readiness.test.ts',
        'which user data of a builder on Debian installs first, so that its image has one',
      ],
    ],
  },
  {
    id: 'a-lost-agent-shows-late',
    fact: 'Systems Manager shows that an agent is gone as `ConnectionLost`, and not before a report of every five minutes is missing: two minutes after its end nothing shows it.',
    basis: 'assumed',
    code: ['core/wait/silent-agent.ts', 'usecases/wait/observe.ts'],
    local: 'does not model it',
    difference:
      'It shows `ConnectionLost` at once, and the last report as AWS does, which alone decides when a command is given up.',
    tests: [
      [
        'test/core/wait/silent-agent.test.ts',
        'has lost its instance 15 minutes after the last report, with what to do',
      ],
      ['test/journeys/build/failures.test.ts', 'the build %s ends within 17 minutes of the last report of its agent'],
    ],
  },
  {
    id: 'bare-metal-boots-for-twenty-minutes',
    fact: 'A bare metal instance checks its hardware at each boot and can be unreachable for 20 minutes.',
    basis: 'assumed',
    code: ['core/wait/silent-agent.ts'],
    local: 'does not model it',
    difference: 'All instances boot alike.',
    tests: [['test/core/wait/silent-agent.test.ts', 'has lost its instance after 30 minutes on bare metal']],
  },
  {
    id: 'agent-sleeps-after-a-refusal',
    fact: 'An agent that is denied at its start tries again only after 25 to 30 minutes, later than a build waits for it.',
    basis: 'seen in public',
    source: 'aws/amazon-ssm-agent#544',
    code: ['core/run/time-limits.ts', 'core/wait/agent-advice.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ssm/agents.test.ts',
        'an agent that was refused tries again after 25 to 30 minutes, however soon its role allows it',
      ],
      [
        'test/core/wait/condition.test.ts',
        'an agent that did not register may have been refused, and sleeps for half an hour',
      ],
    ],
    option: 'ssm.latencies.refused',
    off: { ssm: { latencies: { refused: [60_000, 60_000] } } },
  },
  {
    id: 'ssm-cli-proves-nothing',
    fact: '`ssm-cli get-instance-information` answers from the metadata service before the agent has registered.',
    basis: 'seen in public',
    source: 'aws/amazon-ssm-agent, agent/ssm-cli',
    code: ['core/wait/condition.ts', 'core/scripts/ready.sh'],
    local: 'does the same',
    tests: [
      [
        'local/test/guest/lifecycle.test.ts',
        'the command line of the agent answers before there is an agent, and so proves nothing',
      ],
    ],
  },
  {
    id: 'send-command-has-no-token',
    fact: 'SendCommand has no client token, so that a repeated call may run the script twice.',
    basis: 'model',
    source: 'Systems Manager: SendCommandRequest',
    code: ['usecases/run/send-once.ts', 'core/scripts/run.sh'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/build/commands-once.test.ts',
        'when the answer to its request is lost: the command is found by its comment',
      ],
      [
        'test/journeys/build/commands-once.test.ts',
        'when Systems Manager does not list the command either: the second waits on the instance for the first',
      ],
    ],
  },
  {
    id: 'references-in-commands-are-resolved',
    fact: 'Systems Manager replaces `{{ssm:NAME}}` in the parameter `commands` by the parameter of that name, so that scripts of recipes are fetched and not sent.',
    basis: 'seen in public',
    source: 'aws/amazon-ssm-agent#599',
    code: ['core/instance/scripts.ts', 'core/scripts/run.sh', 'core/instance/command.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ssm/commands.test.ts',
        'has parameters in place of references to them, and other braces as they are',
      ],
      [
        'test/core/instance/scripts.test.ts',
        'no value of the command that runs a script, or of the user data of a builder, runs as code or changes on its way',
      ],
      [
        'test/journeys/instance/connect.test.ts',
        'runs a command as it is typed: Systems Manager puts no parameter into it',
      ],
    ],
    option: 'without',
  },
  {
    id: 'output-is-cut',
    fact: 'GetCommandInvocation shows 24,000 characters of standard output and 8,000 of standard error.',
    basis: 'documented',
    source: 'Systems Manager API reference, GetCommandInvocation',
    code: ['core/scripts/run.sh', 'usecases/run/command-log.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ssm/commands.test.ts', 'shows 24,000 characters of stdout and 8,000 of stderr at most'],
      [
        'test/journeys/build/long-scripts.test.ts',
        'a provision script that runs that long has its whole output in the log of its build, and none in the bucket',
      ],
    ],
    option: 'without',
  },
  {
    id: 'timeout-seconds-is-for-the-start',
    fact: 'TimeoutSeconds of SendCommand limits the time until the command starts, and executionTimeout of the document the time that it runs, 172,800 s at most.',
    basis: 'documented',
    source: 'Systems Manager API reference, SendCommand, TimeoutSeconds',
    code: ['aws/instance/commands.ts', 'core/recipe/document.ts'],
    local: 'does the same',
    tests: [
      [
        'test/aws/commands.test.ts',
        "the time limit is the script's own, and its output goes to the log group while it runs",
      ],
      ['test/core/recipe/parse.test.ts', 'may not run for longer than Systems Manager lets them'],
    ],
  },
  {
    id: 'exit-194-reboots',
    fact: 'A script that ends with 194 lets the agent reboot the instance and run the script again, and the agent gives up silently after 15 starts.',
    basis: 'seen in public',
    source: 'aws/amazon-ssm-agent, CommandRetryLimit',
    code: ['core/scripts/run.sh'],
    local: 'does the same',
    tests: [
      ['local/test/ssm/commands.test.ts', 'a script that ends with 194 runs again after a reboot'],
      ['test/core/build/run-script.test.ts', 'a script that asks for a reboot for ever is ended after the tenth'],
    ],
    option: 'without',
  },
  {
    id: 'lost-agent-has-no-exit-code',
    fact: "When the agent's worker dies under a script, the command ends with an output that says so, and its exit code is not the script's.",
    basis: 'seen in public',
    source: 'aws/amazon-ssm-agent, framework/processor/executer/outofproc/master.go',
    code: ['aws/instance/commands.ts'],
    local: 'does the same',
    tests: [['local/test/ssm/commands.test.ts', 'and comes back after a reboot, the command has failed']],
    option: 'without',
  },
  {
    id: 'command-log-needs-its-group',
    fact: 'The agent uploads output to a log group with the role of the instance, and a refusal loses the output and not the command.',
    basis: 'documented',
    source: 'Systems Manager user guide, "Configuring Amazon CloudWatch Logs for Run Command"',
    code: ['aws/storage/log-groups.ts', 'usecases/run/command-log.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ssm/commands.test.ts',
        "output goes to CloudWatch Logs with the instance's role while the script runs",
      ],
      [
        'test/journeys/instance/connect.test.ts',
        'a command whose log group is not in its region runs all the same, and its lines are lost: the role of an instance makes no group',
      ],
    ],
  },
  {
    id: 'image-parameter-is-validated-later',
    fact: 'PutParameter of the data type `aws:ec2:image` answers before the validation, and a value that is no available image changes nothing without an error.',
    basis: 'documented',
    source: 'Systems Manager user guide, "Native parameter support for Amazon Machine Image IDs"',
    code: ['aws/image/parameters.ts', 'usecases/channel/write.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ssm/parameters.test.ts',
        'says the image only after it was looked at, though the answer came before',
      ],
      [
        'local/test/ssm/parameters.test.ts',
        'keeps what it says when the new value is no image that is available here, without a word',
      ],
    ],
    option: 'without',
  },
  {
    id: 'image-parameter-needs-describe-images',
    fact: 'Whoever writes an image id to such a parameter needs `ec2:DescribeImages`.',
    basis: 'documented',
    source: 'Systems Manager user guide, "Native parameter support for Amazon Machine Image IDs"',
    code: ['infra/grant/channels.ts'],
    local: 'does the same',
    tests: [['local/test/ssm/parameters.test.ts', 'needs the right to describe images']],
    option: 'without',
  },
  {
    id: 'parameter-tags-only-at-birth',
    fact: 'PutParameter takes tags for a new parameter only.',
    basis: 'documented',
    source: 'Systems Manager API reference, PutParameter, Tags',
    code: ['aws/image/parameters.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ssm/parameters.test.ts', 'takes tags when it is new only, and keeps them when it is overwritten'],
      [
        'test/journeys/channel/channels.test.ts',
        'a parameter of a channel that carries no tag is taken over, and carries ours from then on',
      ],
    ],
    option: 'without',
  },
  {
    id: 'public-base-parameters',
    fact: 'AWS and Canonical publish the newest image of each base under `/aws/service/` in every region, and their ARNs have no account.',
    basis: 'documented',
    source: 'Systems Manager user guide, "Discovering public parameters in Parameter Store"',
    code: ['core/model/base.ts', 'infra/grant/storage.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ssm/parameters.test.ts', 'are authorized without an account in their ARN'],
      ['local/test/ssm/parameters.test.ts', '%s names an image of its vendor, in every region'],
    ],
    option: 'without',
  },
  {
    id: 'builder-needs-a-way-to-ssm',
    fact: 'An agent needs a route to the internet, or endpoints of ssm, ssmmessages and ec2messages and one of S3.',
    basis: 'documented',
    source:
      'Systems Manager user guide, "Improve the security of EC2 instances by using VPC endpoints for Systems Manager"',
    code: ['core/doctor/way-to-ssm.ts', 'infra/network/builder.ts'],
    local: 'harsher',
    difference: 'An agent comes online only over a public address and an internet gateway.',
    tests: [
      [
        'test/journeys/build/stuck.test.ts',
        'a builder without a way out of its subnet: InstanceUnreachable, and its console is kept',
      ],
      ['local/test/ssm/agents.test.ts', 'only with a public address'],
    ],
    option: 'without',
  },
  {
    id: 'cloud-init-says-whether-user-data-runs',
    fact: '`cloud-init status` says `running` while user data runs, and before that `not started`, in versions before 24.1 `not run`; since 23.4 its exit code is 2 after errors that it has recovered from.',
    basis: 'documented',
    source: 'cloud-init documentation, "Why did cloud-init status start returning exit code 2?"',
    code: ['core/scripts/user-data.sh'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/instance/imaged-user-data.test.ts',
        'is refused by name before anything is made, which says how to wait',
      ],
      ['test/journeys/instance/imaged-user-data.test.ts', 'is made of an instance %s'],
    ],
  },
  {
    id: 'apt-runs-at-first-boot',
    fact: "On Ubuntu the system's own apt jobs begin once cloud-init has ended, and hold the locks of apt for minutes.",
    basis: 'seen in public',
    source: 'canonical/cloud-init, systemd/cloud-final.service',
    code: ['core/scripts/run.sh', 'core/scripts/ready.sh'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/build/readiness.test.ts',
        'a script that installs packages on a fresh Ubuntu waits for the system’s own update, on builder and test instance',
      ],
    ],
    option: 'machines.agentSeconds',
  },
];
