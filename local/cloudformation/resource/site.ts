import type { DynamoService } from '../../services/dynamodb/service';
import type { ApiDestinations } from '../../services/events/api-destinations';
import type { Bus } from '../../services/events/bus';
import type { Scheduler } from '../../services/events/scheduler';
import type { Lambda } from '../../services/lambda/service';
import type { HttpApi } from '../../gateway/route';
import type { Roles } from '../../services/iam/roles';
import type { Kms } from '../../services/kms/service';
import type { LogStore } from '../../services/logs/store';
import type { Queues } from '../../services/messaging/queues';
import type { Topics } from '../../services/messaging/topics';
import type { ResourceKind } from '../assembly/resource';
import type { Identity } from '../assembly/intrinsics';
import type { S3 } from '../../services/s3/service';

/** Everything that the resources of the templates are made in. */
export interface Site {
  accountId: string;
  region: string;
  /** Where the local endpoint is: `http://127.0.0.1:PORT`. */
  url: string;
  roles: Roles;
  dynamodb: DynamoService;
  s3: S3;
  logs: LogStore;
  lambda: Lambda;
  bus: Bus;
  apiDestinations: ApiDestinations;
  scheduler: Scheduler;
  queues: Queues;
  topics: Topics;
  kms: Kms;
  apis: Map<string, HttpApi>;
  /** Functions behind the integrations of HTTP APIs, by integration id. */
  integrations: Map<string, { functionArn: string; timeoutMs: number }>;
  defineNetwork(type: string, logicalId: string, properties: Record<string, any>): Identity;
  defineMachine(machine: { name: string; arn: string; roleArn: string; definition: string; type: string }): void;
  /** Resolves `{{resolve:secretsmanager:NAME:SecretString:KEY}}`, as CloudFormation does at deployment. */
  resolveSecrets(text: string): Promise<string>;
  putParameter(name: string, value: string): Promise<void>;
}

export type Kind = ResourceKind<Site>;
