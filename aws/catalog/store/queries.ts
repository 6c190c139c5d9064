import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { documents } from '../../client/clients';
import { environment } from '../../client/environment';
import { encodeCursor, startOf, type Question } from './cursors';
import { valueOf } from './items';

export interface CatalogPage<Value> {
  items: Value[];
  /** Start of the next page; absent on the last one. */
  cursor?: string;
}

type Item = Record<string, unknown>;

/** Returns every value of a query. Reads of the table are consistent; an index is a moment behind. */
export async function findAll<Value>(question: Question): Promise<Value[]> {
  const found: Value[] = [];
  let start: Item | undefined;
  do {
    const answer = await documents().send(new QueryCommand({ ...inputOf(question), ExclusiveStartKey: start }));
    found.push(...(answer.Items ?? []).map((item) => valueOf(item) as Value));
    start = answer.LastEvaluatedKey;
  } while (start);
  return found;
}

/** Returns at most `limit` values from the cursor on. Throws InvalidRequest for a cursor of another query. */
export async function findPage<Value>(
  question: Question,
  page: { limit: number; cursor?: string },
): Promise<CatalogPage<Value>> {
  const found: Item[] = [];
  let start: Item | undefined = page.cursor === undefined ? undefined : startOf(question, page.cursor);
  do {
    // One value more than requested shows whether there is a next page.
    const Limit = page.limit + 1 - found.length;
    const answer = await documents().send(
      new QueryCommand({
        ...inputOf(question),
        Limit: question.where ? Math.max(Limit, 100) : Limit,
        ExclusiveStartKey: start,
      }),
    );
    found.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
  } while (start && found.length <= page.limit);
  const items = found.slice(0, page.limit);
  const last = items.at(-1);
  return {
    items: items.map((item) => valueOf(item) as Value),
    ...(last && found.length > page.limit && { cursor: encodeCursor(question, last) }),
  };
}

function inputOf(question: Question): QueryCommandInput {
  const { index, partition, startsWith, upTo, descending, where } = question;
  return {
    TableName: environment().table,
    ...(index ? { IndexName: index } : { ConsistentRead: true }),
    KeyConditionExpression: ['#partition = :partition', ...sortCondition(question)].join(' AND '),
    ExpressionAttributeNames: {
      '#partition': `${index ?? ''}pk`,
      ...((startsWith ?? upTo) !== undefined && { '#sort': `${index ?? ''}sk` }),
      ...where?.names,
    },
    ExpressionAttributeValues: {
      ':partition': partition,
      ...(startsWith !== undefined && { ':start': startsWith }),
      ...(upTo !== undefined && { ':end': upTo }),
      ...where?.values,
    },
    ...(where && { FilterExpression: where.expression }),
    ScanIndexForward: !descending,
  };
}

/** A query has one condition of its sort key. */
function sortCondition({ startsWith, upTo }: Question): string[] {
  if (upTo !== undefined) return [startsWith === undefined ? '#sort <= :end' : '#sort BETWEEN :start AND :end'];
  return startsWith === undefined ? [] : ['begins_with(#sort, :start)'];
}
