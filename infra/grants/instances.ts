import { tagKeys } from '../../core/tags';
import type { Names } from '../names';
import type { Settings } from '../settings';
import type { Grant, Granting } from './grant';
import { ec2Arn, ofNobody } from './grant';

const born = (names: Names) => ({ [`aws:RequestTag/${tagKeys.deployment}`]: names.deployment, [`aws:RequestTag/${tagKeys.managed}`]: 'true' });

/** Conditions, one for each way in which a resource shows that we may act on it: our own tag, or a tag that the settings name. */
function managed(settings: Settings, key: string): Grant['conditions'][] {
  const own = { StringEquals: { [`${key}/${tagKeys.managed}`]: 'true' } };
  const named = settings.managed_tags.map((tag) => ({ StringEquals: { [`${key}/${tag.key}`]: tag.value } }));
  return [own, ...named];
}

/** Launches with the profile's role: instances are born with our tags and answer metadata only by token. */
export const launch =
  (profile: 'builder' | 'launched'): Granting =>
  (names) => [
    { actions: ['ec2:RunInstances'], resources: [ec2Arn('image'), ec2Arn('snapshot'), ec2Arn('network-interface'), ec2Arn('key-pair'), ec2Arn('spot-instances-request')] },
    {
      actions: ['ec2:RunInstances'],
      resources: [ec2Arn('instance')],
      conditions: {
        StringEquals: { ...born(names), 'ec2:MetadataHttpTokens': 'required' },
        ArnEquals: { 'ec2:InstanceProfile': names.profileArn(names[profile]) },
      },
    },
    { actions: ['ec2:RunInstances'], resources: [ec2Arn('volume')], conditions: { StringEquals: born(names) } },
    { actions: ['ec2:RunInstances'], resources: [ec2Arn('subnet'), ec2Arn('security-group')] },
    {
      actions: ['ec2:CreateTags'],
      resources: ['instance', 'volume', 'network-interface', 'spot-instances-request'].map(ec2Arn),
      conditions: { StringEquals: { ...born(names), 'ec2:CreateAction': 'RunInstances' } },
    },
    { actions: ['iam:PassRole'], resources: [names.roleArn(names[profile])], conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } },
  ];

/** Ends instances of this deployment, whatever they were launched for. */
export const terminate: Granting = (names) => [
  { actions: ['ec2:TerminateInstances'], resources: [ec2Arn('instance')], conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment } } },
];

/** Stops builders of this deployment. */
export const stop: Granting = (names) => [
  { actions: ['ec2:StopInstances'], resources: [ec2Arn('instance')], conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment } } },
];

/** Images managed instances; the image and its snapshots are born as candidates of this deployment. */
export const createImages: Granting = (names, settings) => [
  ...managed(settings, 'aws:ResourceTag').map((conditions) => ({ actions: ['ec2:CreateImage'], resources: [ec2Arn('instance')], conditions })),
  { actions: ['ec2:CreateImage'], resources: [ec2Arn('image'), ec2Arn('snapshot')], conditions: { StringEquals: born(names) } },
  {
    actions: ['ec2:CreateTags'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: { StringEquals: { ...born(names), [`aws:RequestTag/${tagKeys.state}`]: 'candidate', 'ec2:CreateAction': 'CreateImage' } },
  },
];

/** Runs scripts by SSM on managed instances. */
export const sendCommands: Granting = (_names, settings) => [
  { actions: ['ssm:SendCommand'], resources: [ofNobody('ssm', 'document/AWS-RunShellScript')] },
  ...managed(settings, 'ssm:resourceTag').map((conditions) => ({ actions: ['ssm:SendCommand'], resources: [ec2Arn('instance')], conditions })),
];

/** What instances wrote on their serial console, as far as they are this deployment's. */
export const readConsole: Granting = (names) => [
  { actions: ['ec2:GetConsoleOutput'], resources: [ec2Arn('instance')], conditions: { StringEquals: { [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment } } },
];
