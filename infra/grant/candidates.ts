import { tagKeys } from '../../core/tags';
import type { Granting } from './form';
import { ec2Arn, ofDeployment } from './form';

const tagCandidates =
  (...keys: string[]): Granting =>
  (names) => [
    {
      actions: ['ec2:CreateTags'],
      resources: [ec2Arn('image'), ec2Arn('snapshot')],
      conditions: {
        StringEquals: { ...ofDeployment(names.deployment), [`aws:ResourceTag/${tagKeys.state}`]: 'candidate' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': keys },
      },
    },
  ];

/** Moves the deadline of candidates of this deployment. */
export const keepCandidates = tagCandidates(tagKeys.ttlDeadline);

/** Gives candidates of this deployment to another build, with a deadline of its own. */
export const takeOverCandidates = tagCandidates(tagKeys.buildId, tagKeys.ttlDeadline);
