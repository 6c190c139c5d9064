import type { ConditionContext } from '../../kernel/types';

/**
 * Returns the condition keys that a service sends when it reaches a function or queue by its policy. EventBridge is
 * known to send aws:SourceArn only: a Lambda permission with SourceAccount keeps it from invoking (EventBridge user
 * guide, "Troubleshooting").
 */
export function sourceKeys(service: string, sourceArn: string, account: string): ConditionContext {
  return { 'aws:SourceArn': sourceArn, ...(service !== 'events.amazonaws.com' && { 'aws:SourceAccount': account }) };
}
