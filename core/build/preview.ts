import * as z from 'zod';

/** Answer of `POST /v1/build-previews`: what a build of the request would do. */
export const previewAnswer = z.object({
  answer: z
    .enum(['start', 'running', 'published', 'replicate'])
    .describe('start: a build would start; the others: an earlier build answers the request'),
  reason: z.string(),
  build_id: z.string().optional().describe('The earlier build that answers the request'),
  ami_id: z.string().optional(),
  place: z.int().optional().describe('Its place in the queue; absent when it would start at once'),
  discard: z.boolean(),
  stack: z.string(),
  version: z.string(),
  variant: z.string(),
  image_name: z.string().describe('The name that is free now; nothing is reserved'),
  description: z.string(),
  architecture: z.enum(['x86_64', 'arm64']),
  gpu: z.boolean(),
  base: z.object({ ami_id: z.string(), source: z.string(), name: z.string() }),
  volume_size_gb: z.number(),
  encryption_key: z.string().optional().describe('ARN of the key that builder and image are encrypted with'),
  launch: z
    .array(z.object({ instance_type: z.string(), subnet_id: z.string().optional(), spot: z.boolean() }))
    .describe('What the builder is launched as, in this order until one has capacity; spot: as a spot instance'),
  scripts: z.array(z.object({ name: z.string(), timeout_seconds: z.number() })),
  files: z
    .array(
      z.object({
        source: z.string(),
        destination: z.string(),
        mode: z.string(),
        owner: z.string(),
        sha256: z.string(),
        size: z.number().optional().describe('Bytes; absent for what the builder fetches itself'),
      }),
    )
    .optional()
    .describe('Files that are copied to the builder before the scripts run; absent: none'),
  cleanup: z.enum(['default', 'none', 'own']),
  test: z.object({ instance_types: z.array(z.string()), timeout_seconds: z.number() }).optional(),
  scan: z.boolean().describe('Whether the packages are scanned before the image is published'),
  approval: z.boolean().describe('Whether publication waits for an approval'),
  regions: z.array(z.string()).describe('Regions of the image and its copies, the home region first'),
  accounts: z.array(z.string()).describe('Member accounts that get copies too'),
  warnings: z.array(z.string()).optional().describe('Warnings that a start would give'),
  most_minutes: z.number().describe('Minutes after which the builder ends in any case, by the limits of the stages'),
  expected: z
    .object({
      minutes: z.number().optional().describe('Absent: the stack and variant were not built yet'),
      instances_usd: z
        .number()
        .optional()
        .describe(
          'At the prices on demand, so at most for a spot builder. Absent: no earlier build, or a type without a price',
        ),
      snapshots_usd_per_month: z.number().optional().describe('At most. Absent: a region without a price'),
      based_on: z.array(z.string()).describe('The earlier builds'),
      unpriced_types: z.array(z.string()),
      unpriced_regions: z.array(z.string()),
      prices_of: z.string().describe('Date of the price table'),
    })
    .describe('By the last five published builds of the stack and variant'),
});

export type PreviewAnswer = z.output<typeof previewAnswer>;
