import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeAvailabilityZonesCommand,
  DescribeImagesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetImageBlockPublicAccessStateCommand,
  GetSnapshotBlockPublicAccessStateCommand,
} from '@aws-sdk/client-ec2';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DescribeInstanceInformationCommand, GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

type Options = ConstructorParameters<typeof EC2Client>[0];

/** One question to AWS that changes nothing and costs nothing, by the name of its recording. */
export interface Question {
  name: string;
  input: object;
  /** Sends it with clients of these options. */
  ask(options: Options): Promise<object>;
}

interface Sender {
  send(command: object): Promise<object>;
}

function questionsTo(service: string, client: new (options: never) => unknown) {
  return (command: new (input: never) => object, input: object = {}, variant = ''): Question => ({
    name: [service, command.name.replace(/Command$/, ''), variant].filter(Boolean).join('-'),
    input,
    ask: (options) => (new client(options as never) as Sender).send(new command(input as never)),
  });
}

const ec2 = questionsTo('ec2', EC2Client);
const quotas = questionsTo('servicequotas', ServiceQuotasClient);
const ssm = questionsTo('ssm', SSMClient);
const scheduler = questionsTo('scheduler', SchedulerClient);

const linux = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
const nothing = 'spawn-recording-of-nothing';
const few = { MaxResults: 5 };

/** Everything that is recorded: answers of lists and single things, and errors for what is not there. */
export const questions: readonly Question[] = [
  ec2(DescribeRegionsCommand, { RegionNames: ['us-east-1'] }),
  ec2(DescribeAvailabilityZonesCommand),
  ec2(DescribeVpcsCommand, few),
  ec2(DescribeSubnetsCommand, few),
  ec2(DescribeRouteTablesCommand, few),
  ec2(DescribeSecurityGroupsCommand, few),
  ec2(DescribeVpcEndpointsCommand, few),
  ec2(DescribeInstanceTypesCommand, { InstanceTypes: ['t3.nano'] }),
  ec2(DescribeInstanceTypesCommand, { InstanceTypes: ['t3.nothing'] }, 'unknown'),
  ec2(DescribeInstanceTypeOfferingsCommand, { Filters: [{ Name: 'instance-type', Values: ['t3.nano'] }] }),
  ec2(DescribeImagesCommand, { Owners: ['self'], ...few }),
  ec2(DescribeImagesCommand, { ImageIds: ['ami-00000000000000000'] }, 'unknown'),
  ec2(DescribeImagesCommand, { ImageIds: ['ami-x'] }, 'malformed'),
  ec2(DescribeInstancesCommand, few),
  ec2(DescribeInstancesCommand, { InstanceIds: ['i-00000000000000000'] }, 'unknown'),
  ec2(DescribeSnapshotsCommand, { OwnerIds: ['self'], ...few }),
  ec2(DescribeVolumesCommand, few),
  ec2(DescribeLaunchTemplatesCommand, few),
  ec2(GetImageBlockPublicAccessStateCommand),
  ec2(GetSnapshotBlockPublicAccessStateCommand),
  ssm(GetParameterCommand, { Name: linux }),
  ssm(GetParameterCommand, { Name: `/${nothing}` }, 'unknown'),
  ssm(DescribeInstanceInformationCommand, few),
  quotas(GetServiceQuotaCommand, { ServiceCode: 'ec2', QuotaCode: 'L-1216C47A' }),
  quotas(GetAWSDefaultServiceQuotaCommand, { ServiceCode: 'ec2', QuotaCode: 'L-0E3CBAB9' }),
  questionsTo('sts', STSClient)(GetCallerIdentityCommand),
  questionsTo('iam', IAMClient)(
    SimulatePrincipalPolicyCommand,
    { PolicySourceArn: `arn:aws:iam::123456789012:role/${nothing}`, ActionNames: ['ec2:DescribeImages'] },
    'unknown',
  ),
  questionsTo('events', EventBridgeClient)(DescribeRuleCommand, { Name: nothing }, 'unknown'),
  scheduler(ListSchedulesCommand, few),
  scheduler(GetScheduleCommand, { Name: nothing }, 'unknown'),
  questionsTo('states', SFNClient)(ListStateMachinesCommand, { maxResults: 5 }),
  questionsTo('logs', CloudWatchLogsClient)(DescribeLogGroupsCommand, { limit: 5 }),
  questionsTo('autoscaling', AutoScalingClient)(DescribeAutoScalingGroupsCommand, { MaxRecords: 5 }),
];
