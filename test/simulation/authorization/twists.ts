import { tagKeys } from '../../../core/tags';
import type { Question } from './question';

type Value = string | string[] | undefined;

/** What a request must not be, made of one that is allowed: the key of the context, and what it says instead. */
const foreign: Readonly<Record<string, (value: Value) => Value[]>> = {
  // On what belongs to another deployment, or to none.
  [`ResourceTag/${tagKeys.deployment}`]: () => ['other@us-east-1', undefined],
  [`ResourceTag/${tagKeys.managed}`]: () => ['false', undefined],
  // On a candidate what is for published images, and the other way round; on what was made elsewhere.
  [`ResourceTag/${tagKeys.state}`]: () => ['published', 'candidate', undefined],
  [`ResourceTag/${tagKeys.ttlDeadline}`]: () => ['2026-01-01T00:00:00Z'],
  [`ResourceTag/${tagKeys.cleanupMarked}`]: () => [undefined],
  [`ResourceTag/${tagKeys.rollout}`]: () => ['other', undefined],
  [`ResourceTag/${tagKeys.purpose}`]: () => ['ami-build', 'ami-test', 'launch', 'other', undefined],
  // In the name of another deployment, or unmanaged.
  [`RequestTag/${tagKeys.deployment}`]: () => ['other@us-east-1', undefined],
  [`RequestTag/${tagKeys.managed}`]: () => ['false', undefined],
  [`RequestTag/${tagKeys.state}`]: () => ['published', 'candidate', undefined],
  // With one more tag: any, those that decide about permissions, and another of ours.
  'aws:TagKeys': (value) =>
    ['team', tagKeys.state, tagKeys.deployment, tagKeys.keep].map((more) => [...[value ?? []].flat(), more]),
  // Afterwards in place of at birth, or at the birth of something else.
  'ec2:CreateAction': () => ['CreateVolume', undefined],
  'ec2:MetadataHttpTokens': () => ['optional', undefined],
  'ec2:InstanceProfile': () => ['arn:aws:iam::123456789012:instance-profile/administrator', undefined],
  'iam:PassedToService': () => ['lambda.amazonaws.com', undefined],
  'kms:ViaService': () => ['s3.us-east-1.amazonaws.com', undefined],
  'kms:GrantIsForAWSResource': () => ['false', undefined],
  'kms:GrantOperations': (value) => [[...[value ?? []].flat(), 'Sign'], undefined],
  'kms:RequestAlias': () => ['alias/other', undefined],
  'events:source': () => ['aws.health', ['spawn', 'aws.health']],
};

/** Returns the requests that differ from this one in what a condition may speak of, one thing at a time. */
export function twistsOf(question: Question): Question[] {
  return Object.entries(foreign).flatMap(([key, values]) => {
    // The tags of a resource come under a key of each service.
    const named = key.startsWith('ResourceTag/')
      ? ['aws:', 'ec2:', 'ssm:r'].map((service) => tagName(service, key))
      : [];
    const names = named.length > 0 ? named : [key.startsWith('RequestTag/') ? `aws:${key}` : key];
    return values(question.context[names[0]!]).map((value) => {
      const context = { ...question.context };
      for (const name of names) {
        if (value === undefined) delete context[name];
        else context[name] = value;
      }
      return { ...question, context };
    });
  });
}

const tagName = (service: string, key: string): string =>
  service === 'ssm:r' ? `ssm:r${key.slice(1)}` : `${service}${key}`;
