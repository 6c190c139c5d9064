type Attribute = Record<string, any>;

/** Keys backwards, and one place further at each turn: two reads seldom agree. */
function turned(keys: readonly string[], turn: number): string[] {
  const backwards = [...keys].reverse();
  const at = turn % Math.max(1, keys.length);
  return [...backwards.slice(at), ...backwards.slice(0, at)];
}

function attribute(value: Attribute, turn: number): Attribute {
  if (value.M) return { M: item(value.M, turn) };
  if (value.L) return { L: value.L.map((each: Attribute) => attribute(each, turn)) };
  return value;
}

function item(attributes: Record<string, Attribute>, turn: number): Record<string, Attribute> {
  return Object.fromEntries(
    turned(Object.keys(attributes), turn).map((key) => [key, attribute(attributes[key]!, turn)]),
  );
}

/**
 * Returns an answer of DynamoDB with the keys of all items and maps in another order at each turn: DynamoDB stores maps
 * unordered (developer guide, "Supported data types"), and its answers do not keep the order in which a map was
 * written.
 */
export function inAnotherOrder(answer: Record<string, any>, turn: number): Record<string, any> {
  const many = (items: Record<string, Attribute>[]): Record<string, Attribute>[] =>
    items.map((each) => item(each, turn));
  return {
    ...answer,
    ...(answer.Item && { Item: item(answer.Item, turn) }),
    ...(answer.Attributes && { Attributes: item(answer.Attributes, turn) }),
    ...(answer.Items && { Items: many(answer.Items) }),
    ...(answer.Responses && {
      Responses: Object.fromEntries(
        Object.entries<any>(answer.Responses).map(([table, items]) => [table, many(items)]),
      ),
    }),
  };
}
