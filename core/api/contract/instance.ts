import * as z from 'zod';
import { imageAnswer } from './answers';
import { nextCursor } from '../../lib/query-fields';

/** An instance as the API shows it. */
export const instanceAnswer = z.object({
  instance_id: z.string(),
  name: z.string().optional(),
  state: z.string(),
  instance_type: z.string(),
  ami_id: z.string(),
  region: z.string(),
  availability_zone: z.string().optional(),
  launch_time: z.iso.datetime(),
  public_ip: z.string().optional(),
  private_ip: z.string().optional(),
  ttl: z.string().optional(),
  ttl_deadline: z.string().optional(),
  stack: z.string().optional(),
  version: z.string().optional(),
  tags: z.record(z.string(), z.string()),
});

export type InstanceAnswer = z.output<typeof instanceAnswer>;

/** Answer of `POST /v1/instances`: the instance or, with a count, the instances; the image, and the reason for it. */
export const launchAnswer = z.object({
  instance: instanceAnswer.optional().describe('Without a count'),
  instances: z.array(instanceAnswer).optional().describe('With a count, by their index'),
  operation_id: z
    .string()
    .optional()
    .describe('The run that launches a large job array; its instances have its id as their build tag'),
  image: imageAnswer.partial().required({ ami_id: true }).optional(),
  reason: z.string(),
  volume_initialization: z
    .object({
      rate: z.number().optional().describe('MiB a second; absent when the volume is not initialized'),
      reason: z.string(),
    })
    .optional(),
  warnings: z.array(z.string()),
});

/** Answer of `POST /v1/instances/{id}/sessions`: what session-manager-plugin needs. The token is a secret. */
export const sessionAnswer = z.object({
  session_id: z.string(),
  stream_url: z.string(),
  token_value: z.string(),
  instance_id: z.string(),
  region: z.string(),
});

/** A command on an instance: its status and its output. */
export const commandAnswer = z.object({
  command_id: z.string(),
  instance_id: z.string(),
  region: z.string(),
  status: z.enum(['running', 'succeeded', 'failed', 'timed-out', 'cancelled', 'undelivered']),
  exit_code: z.int().optional().describe('Set once the command has ended'),
  output: z.string().describe('At most the first 24,000 characters'),
  error_output: z.string().describe('At most the first 8,000 characters'),
});

export const instancesAnswer = z.object({ instances: z.array(instanceAnswer), cursor: nextCursor });
