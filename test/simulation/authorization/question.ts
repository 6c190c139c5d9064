import type { ConditionContext } from '../../../local/kernel/types';

/** One question that IAM decides: does this policy let its holder do this? */
export interface Question {
  /** Whose policy it is, `role NAME` or `managed policy NAME`, in the deployment `next`. */
  owner: string;
  account: string;
  region: string;
  action: string;
  /** An ARN, or `*`. */
  resource: string;
  /** What the called service tells IAM about the request; IAM itself adds who asks, where and when. */
  context: ConditionContext;
}

const other: Record<string, string> = { dev: 'next', next: 'dev' };
const exchanged = (text: string): string => text.replace(/\b(dev|next)\b/g, (stage) => other[stage]!);

/**
 * Returns a question without what differs from run to run: random ids are one each, and who belongs to the deployment
 * `dev` belongs to `next`.
 */
export function normalized(question: Question): Question {
  const text = JSON.stringify(question)
    .replace(/\b(ami|i|snap|vol|sg|subnet|vpc|eni|lt|rtb|igw|key)-[0-9a-f]{8,32}\b/g, '$1-0123456789abcdef0')
    .replace(/\b(bld|op)-[0-9a-z]{15,20}\b/g, '$1-0123456789abcdefg')
    .replace(
      /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
      '01234567-89ab-4cde-8f01-23456789abcd',
    )
    .replace(/\b[0-9a-f]{64}\b/g, '0'.repeat(64))
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g, '2026-01-01T00:00:00Z');
  return JSON.parse(question.owner.includes('spawn-dev-') ? exchanged(text) : text) as Question;
}
