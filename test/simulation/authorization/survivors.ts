import type { Mutant } from './judge';

/** Permissions that AWS itself asks for in our name, where local mode has nothing that would ask. */
const askedByAws: readonly { action: RegExp; why: string }[] = [
  { action: /^xray:/, why: 'Lambda and Step Functions send traces; local mode has none (AWS X-Ray developer guide)' },
  {
    action:
      /^logs:(CreateLogDelivery|GetLogDelivery|UpdateLogDelivery|DeleteLogDelivery|ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups)$/,
    why: 'Step Functions sets up its log when a machine is created (developer guide, "Logging using CloudWatch Logs")',
  },
  {
    action: /^ec2messages:(DeleteMessage|FailMessage)$|^logs:DescribeLogStreams$/,
    why: 'the agent of Systems Manager asks for it when a message fails or a log goes on (its source)',
  },
];

/** Conditions without which the role may do no more, and why they stay. */
const redundant: readonly { name: string; why: string }[] = [
  {
    name: 'reconcile-region: condition StringEquals aws:ResourceTag/spawn:state (ec2:CreateTags)',
    why: 'another statement allows the same for published images; apart, the doctor can ask for each statement',
  },
];

const isAskedByAws = ({ kind, actions }: Mutant): boolean =>
  kind === 'grant' && actions.every((action) => askedByAws.some((one) => one.action.test(action)));

/** Whether it is known why nothing here is answered otherwise without the permission or the condition. */
export const isExplained = (mutant: Mutant): boolean =>
  isAskedByAws(mutant) || redundant.some(({ name }) => name === nameOf(mutant));

/** The name of a mutant that stays the same while other statements come and go. */
export const nameOf = ({ owner, what }: Mutant): string =>
  `${owner.replace(/^role spawn-next-(.*)-us-east-1$/, '$1')}: ${what.replace(/ of statement \d+/, '')}`;
