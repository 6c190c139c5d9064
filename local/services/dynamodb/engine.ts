import { createRequire } from 'node:module';
import * as db from 'dynalite/db';
import * as validations from 'dynalite/validations';
import { AwsError } from '../../kernel/types';

const ACTIONS = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
] as const;
type Action = (typeof ACTIONS)[number];
type Act = (store: db.Store, data: object, done: (error: any, answer: any) => void) => void;

const load = createRequire(__filename);
const moduleOf = <T>(folder: string, action: Action): T =>
  load(`dynalite/${folder}/${action[0]!.toLowerCase()}${action.slice(1)}`) as T;
const acts = new Map(ACTIONS.map((action) => [action, moduleOf<Act>('actions', action)]));
const checks = new Map(
  ACTIONS.map((action) => [action, moduleOf<{ types: object; custom: unknown }>('validations', action)]),
);

const translated = (error: any): Error => {
  if (!error?.body?.__type) return error as Error;
  const { __type, message, Message, ...details } = error.body;
  return new AwsError(String(__type).split('#').pop()!, message ?? Message ?? '', error.statusCode ?? 400, details);
};

export interface TableDefinition {
  name: string;
  keySchema: { AttributeName: string; KeyType: string }[];
  attributes: { AttributeName: string; AttributeType: string }[];
  indexes: { IndexName: string; KeySchema: object[]; Projection: object }[];
  /** The attribute that holds the second of an item's expiry. */
  expiryAttribute?: string;
}

/**
 * DynamoDB's data plane in memory: dynalite's own modules, without its HTTP server. Speaks the wire's attribute values.
 */
export class DynamoEngine {
  private readonly store = db.create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  private readonly running = new Set<Promise<unknown>>();
  private isClosed = false;

  /** Runs one action. Errors are those of DynamoDB, as AwsError. Once closed, the database answers nobody any more. */
  run(action: string, input: object): Promise<Record<string, any>> {
    if (this.isClosed) return new Promise(() => undefined);
    const run = this.act(action, input);
    const over = run.then(
      () => undefined,
      () => undefined,
    );
    this.running.add(over);
    void over.then(() => this.running.delete(over));
    return run;
  }

  private async act(action: string, input: object): Promise<Record<string, any>> {
    const act = acts.get(action as Action);
    const check = checks.get(action as Action);
    if (!act || !check) throw new AwsError('UnknownOperationException', `dynamodb ${action} is not simulated.`);
    try {
      const data = validations.checkTypes(structuredClone(input), check.types);
      validations.checkValidations(data, check.types, check.custom, this.store);
      return await new Promise((resolve, reject) =>
        act(this.store, data, (error, answer) => (error ? reject(error) : resolve(answer))),
      );
    } catch (error) {
      throw translated(error);
    }
  }

  /** Closes the database when what it is asked already has been answered. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.running);
    await new Promise<void>((resolve) => this.store.db.close(() => resolve()));
  }
}
