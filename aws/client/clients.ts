import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { Inspector2Client } from '@aws-sdk/client-inspector2';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { partsOfLocation, type Location } from '../../core/model/location';
import { environment } from './environment';

// Six attempts back off for about 3 s altogether (100 ms doubled, jittered): longer waits belong to the state machines.
const retry = { maxAttempts: 6, retryMode: 'standard' } as const;
// EC2 gives five launches at once and two a second after that; to what it throttles the SDK comes back for about 16 s
// (500 ms doubled, jittered).
const patience = { ...retry, maxAttempts: 8 } as const;
const clients = new Map<string, unknown>();

/** Credentials of a member account, as the SDK wants them. */
export interface MemberCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** When the SDK asks for new ones. */
  expiration?: Date;
}

let credentialsOf: (account: string) => () => Promise<MemberCredentials> = (account) => () => {
  throw new Error(`this function does not act in account ${account}`);
};

/** How this process gets the credentials of member accounts. */
export function useMemberCredentials(provider: typeof credentialsOf): void {
  credentialsOf = provider;
}

const inLocation = (location: Location) => {
  const { region, account } = partsOfLocation(location);
  return {
    key: `${account ?? ''}/${region}`,
    config: { region, ...(account !== undefined && { credentials: credentialsOf(account) }) },
  };
};

/** EC2 in a place; one client for each for the life of the process. */
export function ec2(location: Location): EC2Client {
  const { key, config } = inLocation(location);
  return once(`ec2/${key}`, () => new EC2Client({ ...config, ...patience }));
}

/** STS in the home region. */
export function sts(): STSClient {
  return once('sts', () => new STSClient({ region: environment().homeRegion, ...retry }));
}

/** EC2 Auto Scaling in a region. */
export function autoScaling(region: string): AutoScalingClient {
  return once(`autoscaling/${region}`, () => new AutoScalingClient({ region, ...retry }));
}

/** Amazon Inspector in a region. */
export function inspector(region: string): Inspector2Client {
  return once(`inspector2/${region}`, () => new Inspector2Client({ region, ...retry }));
}

/**
 * Amazon Inspector's scanning API in a region. It has one operation, and Inspector's other client sends it too, given
 * the endpoint and the name in the signature that the scanning API has (user guide, Regions and endpoints).
 */
export function inspectorScan(region: string): Inspector2Client {
  return once(
    `inspector-scan/${region}`,
    () =>
      new Inspector2Client({
        region,
        ...retry,
        serviceId: 'Inspector Scan',
        endpointProvider: ({ Endpoint, Region }) => ({
          url: new URL((Endpoint as string | undefined) ?? `https://inspector-scan.${String(Region)}.amazonaws.com`),
          properties: {
            authSchemes: [
              { name: 'sigv4', signingName: 'inspector-scan', signingRegion: String(Region), properties: {} },
            ],
          },
        }),
      }),
  );
}

/** EC2 Image Builder in a region. */
export function imageBuilder(region: string): ImagebuilderClient {
  return once(`imagebuilder/${region}`, () => new ImagebuilderClient({ region, ...retry }));
}

/** Systems Manager in a region. */
export function ssm(region: string): SSMClient {
  return once(`ssm/${region}`, () => new SSMClient({ region, ...retry }));
}

/**
 * Systems Manager in a region, asked once: for calls that take effect twice when the SDK repeats one whose answer was
 * lost.
 */
export function ssmAskedOnce(region: string): SSMClient {
  return once(`ssm-asked-once/${region}`, () => new SSMClient({ region, maxAttempts: 1 }));
}

/** Key Management Service in a place: keys are in the region of what they encrypt. */
export function kms(location: Location): KMSClient {
  const { key, config } = inLocation(location);
  return once(`kms/${key}`, () => new KMSClient({ ...config, ...retry }));
}

/** Secrets Manager in the home region. */
export function secretsManager(): SecretsManagerClient {
  return once('secretsmanager', () => new SecretsManagerClient({ region: environment().homeRegion, ...retry }));
}

/** Step Functions in the home region. */
export function stepFunctions(): SFNClient {
  return once('states', () => new SFNClient({ region: environment().homeRegion, ...retry }));
}

/** EventBridge in the home region. */
export function eventBridge(): EventBridgeClient {
  return once('events', () => new EventBridgeClient({ region: environment().homeRegion, ...retry }));
}

/** SNS in the home region. */
export function sns(): SNSClient {
  return once('sns', () => new SNSClient({ region: environment().homeRegion, ...retry }));
}

/** EventBridge Scheduler in the home region. */
export function scheduler(): SchedulerClient {
  return once('scheduler', () => new SchedulerClient({ region: environment().homeRegion, ...retry }));
}

/** IAM, which has one place for all regions. */
export function iam(): IAMClient {
  return once('iam', () => new IAMClient({ region: environment().homeRegion, ...patience }));
}

/** Service Quotas in a region. */
export function serviceQuotas(region: string): ServiceQuotasClient {
  return once(`servicequotas/${region}`, () => new ServiceQuotasClient({ region, ...retry }));
}

/** CloudWatch Logs in a region: commands write to the group of the region that their instance is in. */
export function cloudWatchLogs(region: string): CloudWatchLogsClient {
  return once(`logs/${region}`, () => new CloudWatchLogsClient({ region, ...retry }));
}

/** The catalog's database in the home region; members that are undefined are left out of what is written. */
export function documents(): DynamoDBDocumentClient {
  return once('dynamodb', () =>
    DynamoDBDocumentClient.from(new DynamoDBClient({ region: environment().homeRegion, ...retry }), {
      marshallOptions: { removeUndefinedValues: true },
    }),
  );
}

/** The artifacts' store in the home region. */
export function s3(): S3Client {
  return once(
    's3',
    () =>
      new S3Client({
        region: environment().homeRegion,
        forcePathStyle: true,
        // By default the SDK signs the checksum of an empty body into a presigned PUT, which then refuses every other
        // body.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
        ...retry,
      }),
  );
}

function once<Client>(key: string, make: () => Client): Client {
  const known = clients.get(key) ?? make();
  clients.set(key, known);
  return known as Client;
}
