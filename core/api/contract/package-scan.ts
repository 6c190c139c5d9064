import * as z from 'zod';
import { vulnerabilitySeverities } from '../../model/vulnerability';

const count = z.int();

/** The known vulnerabilities of an image's packages. */
export const packageScanAnswer = z.object({
  scanned_at: z.iso.datetime(),
  unknown: z.string().optional().describe('Why the scan failed'),
  findings: z.object({ critical: count, high: count, medium: count, low: count }).optional(),
  worst: z
    .array(
      z.object({
        id: z.string(),
        severity: z.enum(vulnerabilitySeverities),
        package: z.string(),
        installed: z.string(),
        fixed: z.string().optional(),
      }),
    )
    .optional(),
  report: z
    .object({ key: z.string(), digest: z.string() })
    .optional()
    .describe('The complete answer of Amazon Inspector in the bucket'),
});
