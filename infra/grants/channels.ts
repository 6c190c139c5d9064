import type { Granting } from './grant';
import { anywhere } from './grant';

/**
 * Reads, writes and deletes the parameters of channels of this deployment in every region, and nothing else of Systems Manager. Whoever
 * writes an image id must also be allowed to describe images (user guide, "Native parameter support for Amazon Machine Image IDs").
 */
export const writeChannelParameters: Granting = (names) => [
  {
    actions: ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'],
    resources: [anywhere('ssm', `parameter${names.parameter('channels/*')}`)],
  },
  { actions: ['ec2:DescribeImages'], resources: ['*'] },
];
