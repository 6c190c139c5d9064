import { has } from '../../kernel/facts';
import type { Call, Service, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import { DynamoEngine, type TableDefinition } from './engine';
import { expireItems } from './expiry';
import { inAnotherOrder } from './key-order';

/** What the authorization looks at: one table, perhaps an index of it. */
const SINGLE = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'DescribeTable'];
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

/**
 * The operations that are simulated; their parameters are checked by dynalite, those that it would ignore are refused
 * here.
 */
export const DYNAMODB_OPERATIONS = [...SINGLE, 'BatchGetItem', 'BatchWriteItem', 'ListTables'];

/**
 * DynamoDB in the home region, with the tables of the templates. Transactions, streams and PartiQL are refused by name.
 */
export class DynamoService implements Service {
  private readonly engine = new DynamoEngine();
  private readonly tables = new Map<string, TableDefinition>();
  private reads = 0;
  private readonly timers: { cancel(): void }[] = [];

  constructor(private readonly world: World) {}

  /** The ARN that a table of that name has. */
  arn(name: string): string {
    return `arn:aws:dynamodb:${this.world.homeRegion}:${this.world.accountId}:table/${name}`;
  }

  async define(table: TableDefinition): Promise<void> {
    await this.engine.run('CreateTable', {
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: table.keySchema,
      AttributeDefinitions: table.attributes,
      ...(table.indexes.length > 0 ? { GlobalSecondaryIndexes: table.indexes } : {}),
    });
    while ((await this.engine.run('DescribeTable', { TableName: table.name })).Table.TableStatus !== 'ACTIVE')
      await new Promise(setImmediate);
    this.tables.set(table.name, table);
    if (table.expiryAttribute) this.timers.push(expireItems(this.world.clock, this.engine, table));
  }

  async call(call: Call): Promise<Record<string, any>> {
    if (!DYNAMODB_OPERATIONS.includes(call.action))
      throw new AwsError('UnknownOperationException', `dynamodb ${call.action} is not simulated.`);
    const input = this.authorized(call);
    // The database answers through real turns of the event loop: a virtual clock must not jump meanwhile.
    const release = this.world.clock.hold();
    try {
      const answer = await this.engine.run(call.action, input);
      return has(this.world, 'maps-have-no-order') ? inAnotherOrder(answer, this.reads++) : answer;
    } catch (error) {
      throw call.input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? await this.withOldItem(call, error) : error;
    } finally {
      release();
    }
  }

  private authorized(call: Call): Record<string, any> {
    if (call.region !== this.world.homeRegion)
      throw new AwsError(
        'ResourceNotFoundException',
        `There is no table in ${call.region}: Requested resource not found`,
      );
    const { ReturnValuesOnConditionCheckFailure: _kept, ...input } = call.input;
    const action = `dynamodb:${call.action}`;
    if (call.action === 'ListTables') call.authorize(action, '*');
    for (const name of SINGLE.includes(call.action) ? [input.TableName] : Object.keys(input.RequestItems ?? {})) {
      const arn = this.arn(String(name).split('/').pop()!);
      call.authorize(
        action,
        input.IndexName ? `${arn}/index/${input.IndexName}` : arn,
        this.leadingKeys(call.action, name, input),
      );
    }
    return input;
  }

  private leadingKeys(action: string, name: string, input: Record<string, any>): Record<string, string[]> {
    const hash = this.tables.get(name)?.keySchema.find((key) => key.KeyType === 'HASH')?.AttributeName;
    const item = action === 'PutItem' ? input.Item : input.Key;
    const value = hash === undefined ? undefined : item?.[hash];
    return value === undefined ? {} : { 'dynamodb:LeadingKeys': [String(Object.values(value)[0])] };
  }

  private async withOldItem(call: Call, error: unknown): Promise<unknown> {
    if (
      !(error instanceof AwsError) ||
      error.code !== 'ConditionalCheckFailedException' ||
      !WRITES.includes(call.action)
    )
      return error;
    const keys = this.tables.get(call.input.TableName)!.keySchema.map((key) => key.AttributeName);
    const from = call.input.Key ?? call.input.Item;
    const Key = Object.fromEntries(keys.map((key) => [key, from[key]]));
    const { Item } = await this.engine.run('GetItem', { TableName: call.input.TableName, Key, ConsistentRead: true });
    return new AwsError(error.code, error.message, error.status, Item ? inAnotherOrder({ Item }, this.reads++) : {});
  }

  /** All items of a table, in the wire's attribute values: for inspection only, no permission is asked. */
  async items(name: string): Promise<Record<string, any>[]> {
    const items: Record<string, any>[] = [];
    let ExclusiveStartKey: object | undefined;
    do {
      const answer = await this.engine.run('Scan', {
        TableName: name,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      });
      items.push(...answer.Items);
      ExclusiveStartKey = answer.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  }

  async close(): Promise<void> {
    for (const timer of this.timers) timer.cancel();
    await this.engine.close();
  }
}
