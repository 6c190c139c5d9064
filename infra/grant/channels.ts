import { tagKeys } from '../../core/tags';
import type { Granting } from './form';
import { anywhere } from './form';

/**
 * Reads, writes, tags and deletes the parameters of channels of this deployment in every region, and nothing else of
 * Systems Manager. One that carries the tag of another deployment, that of the same stage with another home region,
 * cannot be deleted or taken over; for PutParameter IAM knows no tags of the parameter. Whoever writes an image id must
 * also be allowed to describe images (user guide, "Native parameter support for Amazon Machine Image IDs").
 */
export const writeChannelParameters: Granting = (names) => [
  {
    actions: ['ssm:GetParameter', 'ssm:ListTagsForResource', 'ssm:PutParameter'],
    resources: [anywhere('ssm', `parameter${names.parameter('channels/*')}`)],
  },
  {
    actions: ['ssm:DeleteParameter'],
    resources: [anywhere('ssm', `parameter${names.parameter('channels/*')}`)],
    conditions: { StringEqualsIfExists: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment } },
  },
  {
    actions: ['ssm:AddTagsToResource'],
    resources: [anywhere('ssm', `parameter${names.parameter('channels/*')}`)],
    conditions: {
      StringEquals: { [`aws:RequestTag/${tagKeys.deployment}`]: names.deployment },
      StringEqualsIfExists: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment },
    },
  },
  { actions: ['ec2:DescribeImages'], resources: ['*'] },
];
