import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { canonicalJson } from '../../../core/lib/digest';
import { attemptsOf, isAwsError } from '../../client/errors';
import { documents } from '../../client/clients';
import { environment } from '../../client/environment';

export interface Key {
  pk: string;
  sk: string;
}

/** The key attributes of an item, which are not part of its value. */
export interface Placement extends Key {
  gsi1pk?: string;
  gsi1sk?: string;
  gsi2pk?: string;
  gsi2sk?: string;
  /** Seconds since 1970. DynamoDB removes the item some time later. */
  expires_at?: number;
}

/** A condition on the existing item, with its own names and values. */
export interface Condition {
  expression: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

export const isAbsent: Condition = { expression: 'attribute_not_exists(pk)' };

/** Returns the value of an item, read consistently; undefined when there is none. */
export async function readItem<Value>(key: Key): Promise<Value | undefined> {
  const { Item } = await documents().send(
    new GetCommand({ TableName: environment().table, Key: key, ConsistentRead: true }),
  );
  return Item && (valueOf(Item) as Value);
}

/** Writes an item if the condition holds. Returns whether it did. */
export async function writeItem(placement: Placement, value: object, condition?: Condition): Promise<boolean> {
  const item = { ...value, ...placement };
  try {
    await documents().send(new PutCommand({ TableName: environment().table, Item: item, ...conditionOf(condition) }));
    return true;
  } catch (error) {
    if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
    // A retry by the SDK after a lost answer finds what its first attempt wrote.
    return attemptsOf(error) > 1 && (await isWritten(placement, item));
  }
}

/** Removes an item if the condition holds. Returns whether this call did. */
export async function removeItem(key: Key, condition: Condition): Promise<boolean> {
  try {
    await documents().send(new DeleteCommand({ TableName: environment().table, Key: key, ...conditionOf(condition) }));
    return true;
  } catch (error) {
    if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
    // After a lost answer, the first attempt of this call may have removed the item.
    return attemptsOf(error) > 1 && (await readItem(key)) === undefined;
  }
}

/** Returns the value of an item, without its key attributes. */
export function valueOf(item: Record<string, unknown>): Record<string, unknown> {
  const { pk: _pk, sk: _sk, gsi1pk: _1, gsi1sk: _2, gsi2pk: _3, gsi2sk: _4, expires_at: _5, ...value } = item;
  return value;
}

async function isWritten(key: Key, item: object): Promise<boolean> {
  const { Item } = await documents().send(
    new GetCommand({ TableName: environment().table, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true }),
  );
  return Item !== undefined && canonicalJson(Item) === canonicalJson(item);
}

function conditionOf(condition: Condition | undefined): {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
} {
  if (!condition) return {};
  return {
    ConditionExpression: condition.expression,
    ...(condition.names && { ExpressionAttributeNames: condition.names }),
    ...(condition.values && { ExpressionAttributeValues: condition.values }),
  };
}
