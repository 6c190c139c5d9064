import { repeat } from '../../kernel/background';
import type { Clock, Timer } from '../../kernel/types';
import type { DynamoEngine, TableDefinition } from './engine';

const SWEEP = 60 * 60 * 1000;

/**
 * Deletes expired items of a table every hour. DynamoDB promises it "within a few days", and readers must filter until
 * then.
 */
export function expireItems(clock: Clock, engine: DynamoEngine, table: TableDefinition): Timer {
  return repeat(
    clock,
    (after) => after + SWEEP,
    () => void sweep(clock, engine, table),
  );
}

async function sweep(clock: Clock, engine: DynamoEngine, table: TableDefinition): Promise<void> {
  const release = clock.hold();
  try {
    let ExclusiveStartKey: object | undefined;
    do {
      const answer = await engine.run('Scan', {
        TableName: table.name,
        FilterExpression: '#expiry < :now',
        ExpressionAttributeNames: { '#expiry': table.expiryAttribute },
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(clock.now() / 1000)) } },
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      });
      for (const item of answer.Items as Record<string, any>[]) {
        await engine.run('DeleteItem', {
          TableName: table.name,
          Key: Object.fromEntries(table.keySchema.map((key) => [key.AttributeName, item[key.AttributeName]])),
        });
      }
      ExclusiveStartKey = answer.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  } finally {
    release();
  }
}
