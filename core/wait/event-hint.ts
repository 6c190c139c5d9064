import * as z from 'zod';

const envelope = z.object({ 'detail-type': z.string(), region: z.string(), detail: z.record(z.string(), z.unknown()) });

/** What an event hints at: resources whose waits are checked, or a build to cancel. */
export interface EventHint {
  resources: string[];
  cancelled?: string;
}

/**
 * Returns the hint of an event. Only the resource to check is taken from it; an event of another kind hints at
 * nothing.
 */
export function hintOf(event: unknown): EventHint {
  const parsed = envelope.safeParse(event);
  if (!parsed.success) return { resources: [] };
  const { detail, region } = parsed.data;
  const text = (key: string): string | undefined => (typeof detail[key] === 'string' ? detail[key] : undefined);
  const hint = (prefix: string, id: string | undefined): EventHint => ({ resources: id ? [`${prefix}${id}`] : [] });
  switch (parsed.data['detail-type']) {
    case 'EC2 AMI State Change':
      return hint(`image:${region}:`, text('ImageId'));
    case 'EC2 Instance State-change Notification':
      return hint(`instance:${region}:`, text('instance-id'));
    case 'EC2 Command Status-change Notification':
    case 'EC2 Command Invocation Status-change Notification':
      return hint('command:', text('command-id'));
    case 'EC2 Auto Scaling Instance Refresh Succeeded':
    case 'EC2 Auto Scaling Instance Refresh Failed':
    case 'EC2 Auto Scaling Instance Refresh Cancelled':
      return hint(`refresh:${region}:`, text('InstanceRefreshId'));
    case 'Object Created':
      return hint('object:', (detail.object as { key?: string } | undefined)?.key);
    case 'Wait Stored':
      return hint('', text('resource'));
    case 'Cancel Requested':
      return { resources: [], cancelled: text('build_id') };
    default:
      return { resources: [] };
  }
}
