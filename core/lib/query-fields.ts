import * as z from 'zod';

/** The name of an AWS region, such as `eu-west-1`. */
export const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'not a region: write for example eu-west-1');

/** An AWS account. */
export const account = z.string().regex(/^\d{12}$/, 'not an account: it has twelve digits');

/** How many things a page is to have, from 1 to 1000, as a query's text. */
export const limit = z
  .string()
  .regex(/^([1-9]\d{0,2}|1000)$/, 'not a number from 1 to 1000')
  .transform(Number);

/** Where a page begins: what the page before it answered. */
export const cursor = z.string().max(4096);

/** What a page answers for the one after it. */
export const nextCursor = z.string().optional().describe('Give it back to read the next page; absent on the last');

/** Why an image is handed out that nobody has tested. */
export const untested = z
  .string()
  .min(1, 'it is empty')
  .max(500, 'it has more than 500 characters')
  .describe('Why an image that was never tested is taken all the same; kept in its history');
