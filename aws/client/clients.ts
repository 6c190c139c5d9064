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

// Six attempts back off for about 3 s in total (100 ms doubled, with jitter). The state machines do longer waits.
const retry = { maxAttempts: 6, retryMode: 'standard' } as const;
// EC2 allows five launches at once and two a second after that. The SDK retries throttled launches for about 16 s (500
// ms doubled, with jitter).
const patience = { ...retry, maxAttempts: 8 } as const;
const clients = new Map<string, unknown>();

/** Credentials of a member account in the form of the SDK. */
export interface MemberCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** When the SDK requests new credentials. */
  expiration?: Date;
}

let credentialsOf: (account: string) => () => Promise<MemberCredentials> = (account) => () => {
  throw new Error(`this function does not act in account ${account}`);
};

/** Sets the provider of member accounts' credentials for this process. */
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

/** Returns the EC2 client of a location, created once per process. */
export function ec2(location: Location): EC2Client {
  const { key, config } = inLocation(location);
  return once(`ec2/${key}`, () => new EC2Client({ ...config, ...patience }));
}

/** Returns the STS client of the home region. */
export function sts(): STSClient {
  return once('sts', () => new STSClient({ region: environment().homeRegion, ...retry }));
}

/** Returns the EC2 Auto Scaling client of a region. */
export function autoScaling(region: string): AutoScalingClient {
  return once(`autoscaling/${region}`, () => new AutoScalingClient({ region, ...retry }));
}

/** Returns the Amazon Inspector client of a region. */
export function inspector(region: string): Inspector2Client {
  return once(`inspector2/${region}`, () => new Inspector2Client({ region, ...retry }));
}

/**
 * Returns the client of Amazon Inspector's scanning API in a region. The API has one operation, which Inspector's other
 * client can send with the endpoint and signing name of the scanning API (user guide, Regions and endpoints).
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

/** Returns the EC2 Image Builder client of a region. */
export function imageBuilder(region: string): ImagebuilderClient {
  return once(`imagebuilder/${region}`, () => new ImagebuilderClient({ region, ...retry }));
}

/** Returns the Systems Manager client of a region. */
export function ssm(region: string): SSMClient {
  return once(`ssm/${region}`, () => new SSMClient({ region, ...retry }));
}

/**
 * Returns a Systems Manager client of a region without retries, for calls that would take effect twice if the SDK
 * repeated them after a lost answer.
 */
export function ssmAskedOnce(region: string): SSMClient {
  return once(`ssm-asked-once/${region}`, () => new SSMClient({ region, maxAttempts: 1 }));
}

/** Returns the KMS client of a location. A key is in the region of what it encrypts. */
export function kms(location: Location): KMSClient {
  const { key, config } = inLocation(location);
  return once(`kms/${key}`, () => new KMSClient({ ...config, ...retry }));
}

/** Returns the Secrets Manager client of the home region. */
export function secretsManager(): SecretsManagerClient {
  return once('secretsmanager', () => new SecretsManagerClient({ region: environment().homeRegion, ...retry }));
}

/** Returns the Step Functions client of the home region. */
export function stepFunctions(): SFNClient {
  return once('states', () => new SFNClient({ region: environment().homeRegion, ...retry }));
}

/** Returns the EventBridge client of the home region. */
export function eventBridge(): EventBridgeClient {
  return once('events', () => new EventBridgeClient({ region: environment().homeRegion, ...retry }));
}

/** Returns the SNS client of the home region. */
export function sns(): SNSClient {
  return once('sns', () => new SNSClient({ region: environment().homeRegion, ...retry }));
}

/** Returns the EventBridge Scheduler client of the home region. */
export function scheduler(): SchedulerClient {
  return once('scheduler', () => new SchedulerClient({ region: environment().homeRegion, ...retry }));
}

/**
 * Returns the client of the Recycle Bin in a region. Its one operation that we use can be sent by the client of another
 * service with the same protocol, REST with JSON, and the Recycle Bin's endpoint and signing name (API reference,
 * "Recycle Bin endpoints").
 */
export function recycleBin(region: string): SchedulerClient {
  return once(
    `rbin/${region}`,
    () =>
      new SchedulerClient({
        region,
        ...retry,
        serviceId: 'rbin',
        endpointProvider: ({ Endpoint, Region }) => ({
          url: new URL((Endpoint as string | undefined) ?? `https://rbin.${String(Region)}.amazonaws.com`),
          properties: {
            authSchemes: [{ name: 'sigv4', signingName: 'rbin', signingRegion: String(Region), properties: {} }],
          },
        }),
      }),
  );
}

/** Returns the IAM client. IAM has one endpoint for all regions. */
export function iam(): IAMClient {
  return once('iam', () => new IAMClient({ region: environment().homeRegion, ...patience }));
}

/** Returns the Service Quotas client of a location. */
export function serviceQuotas(location: Location): ServiceQuotasClient {
  const { key, config } = inLocation(location);
  return once(`servicequotas/${key}`, () => new ServiceQuotasClient({ ...config, ...retry }));
}

/** Returns the CloudWatch Logs client of a region. Commands write to the log group in the region of their instance. */
export function cloudWatchLogs(region: string): CloudWatchLogsClient {
  return once(`logs/${region}`, () => new CloudWatchLogsClient({ region, ...retry }));
}

/** Returns the client of the catalog's table in the home region. Undefined fields are not written. */
export function documents(): DynamoDBDocumentClient {
  return once('dynamodb', () =>
    DynamoDBDocumentClient.from(new DynamoDBClient({ region: environment().homeRegion, ...retry }), {
      marshallOptions: { removeUndefinedValues: true },
    }),
  );
}

/** Returns the S3 client of the bucket in the home region. */
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
