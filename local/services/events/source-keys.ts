import { has } from '../../kernel/facts';
import type { ConditionContext, World } from '../../kernel/types';

/**
 * Returns the condition keys that a service sends when it reaches a function or queue by its policy. EventBridge is
 * known to send aws:SourceArn only: a Lambda permission with SourceAccount keeps it from invoking (EventBridge user
 * guide, "Troubleshooting").
 */
export function sourceKeys(world: World, service: string, sourceArn: string): ConditionContext {
  const hasNone = service === 'events.amazonaws.com' && has(world, 'no-source-account-for-lambda');
  return { 'aws:SourceArn': sourceArn, ...(!hasNone && { 'aws:SourceAccount': world.accountId }) };
}
