import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DeleteTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { DeleteBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { BusEvent } from '../../../local/kernel/types';
import { account, region, type Emulator } from './ministack';

/** The emulator asks for no signature, but reads from it which service is meant. */
const meant = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The deployment on the emulator. */
export class Deployment {
  private readonly events: EventBridgeClient;
  private address: string | undefined;

  constructor(private readonly emulator: Emulator) {
    this.events = new EventBridgeClient({ endpoint: emulator.url, region, credentials });
  }

  /** Sends a request to its API. Throws what it answered when it refused. */
  async request(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await fetch(`${await this.url()}${path}`, {
      method,
      headers: { authorization: meant('execute-api'), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  /** Returns the address of its API. */
  async url(): Promise<string> {
    return (this.address ??= await this.findApi());
  }

  private async findApi(): Promise<string> {
    const answer = await fetch(`${this.emulator.url}/v2/apis`, { headers: { authorization: meant('apigateway') } });
    const { items } = (await answer.json()) as any;
    return `${this.emulator.url}/_aws/execute-api/${items[0].apiId}/$default`;
  }

  /** Builds a recipe to its end, within fifteen minutes. */
  async build(recipe: string): Promise<{ id: string; run: any }> {
    const { build_id: id } = await this.request('POST', '/v1/builds', { recipe });
    for (let waited = 0; waited < 900; waited++) {
      const run = await this.request('GET', `/v1/builds/${id}`);
      if (run.status !== 'running' && run.status !== 'queued') return { id, run };
      await delay(1000);
    }
    throw new Error(`${id} still runs: ${JSON.stringify(await this.request('GET', `/v1/builds/${id}`))}`);
  }

  /**
   * Delivers an event of local mode to the functions whose rules match it. EventBridge accepts no event of a source that
   * begins with `aws.` from anybody else, so it cannot be put on the bus.
   */
  async deliver(event: BusEvent): Promise<void> {
    const envelope = { version: '0', id: randomUUID(), account, time: new Date().toISOString(), ...event };
    const Event = JSON.stringify(envelope);
    const { Rules = [] } = await this.events.send(new ListRulesCommand({}));
    for (const { Name, EventPattern } of Rules) {
      if (EventPattern === undefined) continue;
      const { Result } = await this.events.send(new TestEventPatternCommand({ EventPattern, Event }));
      if (!Result) continue;
      const { Targets = [] } = await this.events.send(new ListTargetsByRuleCommand({ Rule: Name! }));
      for (const { Arn } of Targets) if (Arn!.includes(':lambda:')) await this.invoke(Arn!, Event);
    }
  }

  private async invoke(functionArn: string, payload: string): Promise<void> {
    const answer = await fetch(`${this.emulator.url}/2015-03-31/functions/${functionArn}/invocations`, {
      method: 'POST',
      headers: { authorization: meant('lambda'), 'x-amz-invocation-type': 'Event' },
      body: payload,
    });
    if (answer.status !== 202) throw new Error(`${functionArn}: ${answer.status} ${await answer.text()}`);
  }

  /** Removes the table and the bucket, which a destroyed deployment leaves. */
  async removeRetained(): Promise<void> {
    const client = { endpoint: this.emulator.url, region, credentials };
    const [tables, objects] = [new DynamoDBClient(client), new S3Client(client)];
    const { TableNames = [] } = await tables.send(new ListTablesCommand({}));
    for (const TableName of TableNames) await tables.send(new DeleteTableCommand({ TableName }));
    const { Buckets = [] } = await objects.send(new ListBucketsCommand({}));
    const own = Buckets.filter(({ Name }) => Name?.startsWith('spawn-'));
    for (const { Name } of own) await objects.send(new DeleteBucketCommand({ Bucket: Name }));
    if (TableNames.length === 0 || own.length === 0) throw new Error('nothing was left: what did the stacks make?');
  }

  /** Lists the names of the stacks that exist. */
  async stacks(): Promise<string[]> {
    const answer = await fetch(this.emulator.url, {
      method: 'POST',
      headers: { authorization: meant('cloudformation'), 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=DescribeStacks&Version=2010-05-15',
    });
    return [...(await answer.text()).matchAll(/<StackName>([^<]+)</g)].map(([, name]) => name!).sort();
  }
}
