/** What names something of an account, and the word that stands for it. The order matters: an ARN contains a number. */
const marks: readonly [RegExp, string][] = [
  [/arn:aws[a-z-]*:[^\s"'`,;)]+/g, '<arn>'],
  [/https?:\/\/[^\s"'`,;)]+/g, '<address>'],
  [/\b[a-z0-9]+\.execute-api\.[a-z0-9.-]+/g, '<address>'],
  [/\b(?:ami|i|snap|vol|subnet|sg|vpc|eni|eipalloc|rtb|igw|vpce|lt|key|r)-(?:[0-9a-f]{8}|[0-9a-f]{17})\b/g, '<id>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<id>'],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g, '<key>'],
  [/\b[\w.+-]+@[\w-]+\.[\w.]+\b/g, '<address>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<address>'],
  [/\b\d{12}\b/g, '<account>'],
];

/** Returns a value without anything of an account in any of its texts. */
export function scrubbed<Value>(value: Value): Value {
  if (typeof value === 'string')
    return marks.reduce((text: string, [pattern, word]) => text.replace(pattern, word), value) as Value & string;
  if (Array.isArray(value)) return value.map((each: unknown) => scrubbed(each)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, scrubbed(inner) as unknown])) as Value;
}
