import { tagKeys } from '../../core/tags';
import type { Granting } from './form';
import { anywhere } from './form';

/**
 * Reads, writes, tags and deletes this deployment's channel parameters in every region, and nothing else of Systems
 * Manager. A parameter with the tag of another deployment, such as the same stage with another home region, cannot be
 * deleted or taken over; PutParameter has no condition on tags. Writing an image id requires the permission to describe
 * images (user guide, "Native parameter support for Amazon Machine Image IDs").
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
