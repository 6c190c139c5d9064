import * as z from 'zod';
import { regionOfKey } from './keys';
import { region } from '../lib/query-fields';

/** ARN of a KMS key or of its alias. */
export const keyArn = z
  .string()
  .regex(
    /^arn:[^:]+:kms:[^:]+:\d{12}:(key|alias)\/.+$/,
    'not the ARN of a KMS key: write arn:aws:kms:REGION:ACCOUNT:key/ID',
  );

/** Keys by the region of their copies. `value` is the schema of a key's ARN or of its replacement. */
export const keysByRegion = <Value extends z.ZodType<string | null>>(value: Value) =>
  z.record(region, value).superRefine((keys, context) => {
    for (const [wanted, arn] of Object.entries(keys)) {
      if (arn === null || regionOfKey(arn) === wanted) continue;
      context.addIssue({
        code: 'custom',
        path: [wanted],
        message: `the key is in ${regionOfKey(arn)}: name a key in ${wanted}, since a key encrypts in its own region only`,
      });
    }
  });
