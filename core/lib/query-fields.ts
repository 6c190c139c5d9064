import * as z from 'zod';
import { mostSimilar } from './did-you-mean';

/** The name of an AWS region, such as `eu-west-1`: short enough to be part of a host name. */
export const region = z
  .string()
  .max(32, { error: noRegion })
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: noRegion });

/** Regions that a misspelled one may mean. Others are as good: EC2 decides. */
const knownRegions = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1', 'sa-east-1'],
  ...['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3'],
  ...['ap-southeast-4', 'ap-southeast-5', 'ap-southeast-7', 'ap-south-1', 'ap-south-2', 'ap-east-1', 'ap-east-2'],
  ...['me-south-1', 'me-central-1', 'il-central-1', 'af-south-1', 'us-gov-east-1', 'us-gov-west-1'],
];

/** Returns the known region that a text is or may mean. */
export function similarRegion(text: string): string | undefined {
  return mostSimilar(text, knownRegions);
}

function noRegion({ input }: { input?: unknown }): string {
  const similar = similarRegion(String(input));
  return similar === undefined
    ? 'not a region: write, for example, eu-west-1'
    : `not a region: did you mean ${similar}?`;
}

/** An AWS account. */
export const account = z.string().regex(/^\d{12}$/, 'not an account: write its twelve digits');

/** The size of a page, from 1 to 1000, as text of a query. */
export const limit = z
  .string()
  .regex(/^([1-9]\d{0,2}|1000)$/, 'not a number from 1 to 1000')
  .transform(Number);

/** The start of a page: the `next_cursor` of the page before it. */
export const cursor = z.string().max(4096);

/** The cursor that a page answers for the next one. */
export const nextCursor = z
  .string()
  .optional()
  .describe('Send it as the cursor to read the next page; absent on the last page');

/** The reason to hand out an image that was never tested. */
export const untested = z
  .string()
  .min(1, 'it is empty')
  .max(500, 'it has more than 500 characters')
  .describe('The reason to accept an image that was never tested; kept in its history');

/** A pattern of names with the wildcards `*` and `?`. */
export const namePattern = z
  .string()
  .min(1, 'it is empty')
  .max(128, 'it has more than 128 characters, and no name is longer')
  .describe('Name of the image; `*` stands for any characters, `?` for one');

/** Tags that an item of a list must have, as JSON: a value may contain every separator that a query could use. */
export const tagsAsJson = z
  .string()
  .transform((text, context) => {
    const tags = tagsOf(text);
    if (tags !== undefined) return tags;
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'not a JSON object of tags: write, for example, {"team":"ml"}',
    });
    return z.NEVER;
  })
  .describe('Tags that the image must have, as a JSON object of keys and values, such as {"team":"ml"}');

function tagsOf(text: string): Record<string, string> | undefined {
  try {
    return z.record(z.string(), z.string()).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
