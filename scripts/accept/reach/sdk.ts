import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as kms from '@aws-sdk/client-kms';
import * as s3 from '@aws-sdk/client-s3';
import * as servicequotas from '@aws-sdk/client-service-quotas';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';
import { scanSbom } from '../../../aws/image/scan-sbom';

interface Client {
  send(command: object): Promise<Record<string, any>>;
  middlewareStack: { add(middleware: unknown, options: object): void };
}
type Make<Kind> = new (input: object) => Kind;

const services: Readonly<Record<string, [module: object, client: string]>> = {
  dynamodb: [dynamodb, 'DynamoDBClient'],
  ec2: [ec2, 'EC2Client'],
  kms: [kms, 'KMSClient'],
  logs: [logs, 'CloudWatchLogsClient'],
  s3: [s3, 'S3Client'],
  servicequotas: [servicequotas, 'ServiceQuotasClient'],
  ssm: [ssm, 'SSMClient'],
  sts: [sts, 'STSClient'],
};

const ofAws = /\.(amazonaws\.com(\.cn)?|api\.aws)$/;

/** Calls operations of AWS by name, with the credentials and endpoints of the environment, and notes who answers. */
export class Caller {
  private readonly clients = new Map<string, Client>();
  private others = new Set<string>();

  /** Whether nobody but AWS has answered, by the names of the hosts. */
  get onlyAws(): boolean {
    return this.others.size === 0;
  }

  /** Notes a host that was called by other means. */
  note(hostname: string): void {
    if (!ofAws.test(hostname)) this.others.add(hostname);
  }

  async call(service: string, action: string, region: string, input: object): Promise<Record<string, any>> {
    if (service === 'inspector-scan') return { sbom: await scanSbom(region, (input as { sbom: object }).sbom) };
    const [module] = serviceOf(service);
    const Command = (module as Record<string, Make<object>>)[`${action}Command`];
    if (Command === undefined) throw new Error(`${service} has no operation ${action}`);
    return this.client(service, region).send(new Command(input));
  }

  private client(service: string, region: string): Client {
    const key = `${service}/${region}`;
    const known = this.clients.get(key);
    if (known) return known;
    const [module, name] = serviceOf(service);
    const client = new (module as Record<string, Make<Client>>)[name]!({ region, maxAttempts: 5 });
    client.middlewareStack.add(
      (next: (args: unknown) => unknown) => (args: { request: { hostname: string } }) => {
        this.note(args.request.hostname);
        return next(args);
      },
      { step: 'finalizeRequest', name: 'noteHost' },
    );
    this.clients.set(key, client);
    return client;
  }
}

function serviceOf(name: string): [module: object, client: string] {
  const found = services[name];
  if (found === undefined) throw new Error(`no client for ${name}`);
  return found;
}
