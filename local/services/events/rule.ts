import type { Principal } from '../../kernel/types';
import type { TargetInput } from './input';

export interface RuleTarget extends TargetInput {
  arn: string;
  role?: Principal;
  deadLetterArn?: string;
}

export interface Rule {
  name: string;
  arn: string;
  region: string;
  enabled: boolean;
  pattern?: Record<string, any>;
  schedule?: string;
  targets: RuleTarget[];
}
