import { tagKeys } from '../../core/tags';
import type { Names } from '../setting/names';
import type { Settings } from '../setting/settings';
import type { Grant, Granting } from './form';
import { anywhere, ec2Arn, ofNobody } from './form';

const born = (names: Names) => ({
  [`aws:RequestTag/${tagKeys.deployment}`]: names.deployment,
  [`aws:RequestTag/${tagKeys.managed}`]: 'true',
});
const ofDeployment = (names: Names) => ({ [`aws:ResourceTag/${tagKeys.deployment}`]: names.deployment });

/**
 * Conditions, one for each way in which an instance shows that we may act on it: our own tag, or a tag that the
 * settings name. None lets one deployment act on what another has made.
 */
function managed(names: Names, settings: Settings, key: 'aws:ResourceTag' | 'ssm:resourceTag'): Grant['conditions'][] {
  const tags = [{ key: tagKeys.managed as string, value: 'true' }, ...settings.managed_tags];
  return tags.map((tag) => ({
    StringEquals: { [`${key}/${tag.key}`]: tag.value },
    StringEqualsIfExists: { [`${key}/${tagKeys.deployment}`]: names.deployment },
  }));
}

/** Where builders may be launched: the network of the settings, or our own by its tag. */
const builderNetwork: Granting = (names, settings) => {
  const { network } = settings;
  if ('cidr' in network)
    return [
      {
        actions: ['ec2:RunInstances'],
        resources: [ec2Arn('subnet'), ec2Arn('security-group')],
        conditions: { StringEquals: ofDeployment(names) },
      },
    ];
  return [
    {
      actions: ['ec2:RunInstances'],
      resources: [
        ...network.subnet_ids.map((id) => anywhere('ec2', `subnet/${id}`)),
        anywhere('ec2', `security-group/${network.security_group_id}`),
      ],
    },
  ];
};

/** Launches with the profile's role: instances are born with our tags and answer metadata only by token. */
const launch = (profile: 'builder' | 'launched', names: Names): Grant[] => [
  {
    actions: ['ec2:RunInstances'],
    resources: ['image', 'snapshot', 'network-interface', 'key-pair', 'spot-instances-request'].map(ec2Arn),
  },
  {
    actions: ['ec2:RunInstances'],
    resources: [ec2Arn('instance')],
    conditions: {
      StringEquals: { ...born(names), 'ec2:MetadataHttpTokens': 'required' },
      ArnEquals: { 'ec2:InstanceProfile': names.profileArn(names[profile]) },
    },
  },
  { actions: ['ec2:RunInstances'], resources: [ec2Arn('volume')], conditions: { StringEquals: born(names) } },
  {
    actions: ['ec2:CreateTags'],
    resources: ['instance', 'volume', 'network-interface', 'spot-instances-request'].map(ec2Arn),
    conditions: { StringEquals: { ...born(names), 'ec2:CreateAction': 'RunInstances' } },
  },
  {
    actions: ['iam:PassRole'],
    resources: [names.roleArn(names[profile])],
    conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
  },
];

// Tests of replicas and people's launches run in other regions too, in the networks that are there.
const anyNetwork: Grant = { actions: ['ec2:RunInstances'], resources: [ec2Arn('subnet'), ec2Arn('security-group')] };

/** Launches builders, in their own network only. */
export const launchBuilders: Granting = (names, settings) => [
  ...launch('builder', names),
  ...builderNetwork(names, settings),
];

/** Launches test instances, with the role of builders. */
export const launchTestInstances: Granting = (names) => [...launch('builder', names), anyNetwork];

/** Launches instances for people. */
export const launchForPeople: Granting = (names) => [...launch('launched', names), anyNetwork];

/** Ends instances of this deployment, whatever they were launched for. */
export const terminate: Granting = (names) => [
  {
    actions: ['ec2:TerminateInstances'],
    resources: [ec2Arn('instance')],
    conditions: { StringEquals: ofDeployment(names) },
  },
];

/** Ends instances that builds of this deployment made: what people launched is out of reach. */
export const terminateCandidates: Granting = (names) => [
  {
    actions: ['ec2:TerminateInstances'],
    resources: [ec2Arn('instance')],
    conditions: { StringEquals: { ...ofDeployment(names), [`aws:ResourceTag/${tagKeys.state}`]: 'candidate' } },
  },
];

/** Ends instances that people launched by this deployment. */
export const terminateLaunched: Granting = (names) => [
  {
    actions: ['ec2:TerminateInstances'],
    resources: [ec2Arn('instance')],
    conditions: { StringEquals: { ...ofDeployment(names), [`aws:ResourceTag/${tagKeys.purpose}`]: 'launch' } },
  },
];

/** Ends managed instances, as people ask for. */
export const terminateManaged: Granting = (names, settings) =>
  managed(names, settings, 'aws:ResourceTag').map((conditions) => ({
    actions: ['ec2:TerminateInstances'],
    resources: [ec2Arn('instance')],
    conditions,
  }));

/** Gives an instance that a build made more time. */
export const moveDeadline: Granting = (names) => [
  {
    actions: ['ec2:CreateTags'],
    resources: [ec2Arn('instance')],
    conditions: {
      StringEquals: ofDeployment(names),
      'ForAllValues:StringEquals': { 'aws:TagKeys': [tagKeys.ttlDeadline] },
    },
  },
];

/** Lets a launched instance tell that it is done, by the one tag that is waited for. */
export const tellCompletion: Granting = (names) => [
  {
    actions: ['ec2:CreateTags'],
    resources: [ec2Arn('instance')],
    conditions: {
      StringEquals: { ...ofDeployment(names), [`aws:ResourceTag/${tagKeys.purpose}`]: 'launch' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [tagKeys.buildComplete] },
    },
  },
];

/** Stops builders of this deployment. */
export const stop: Granting = (names) => [
  {
    actions: ['ec2:StopInstances'],
    resources: [ec2Arn('instance')],
    conditions: { StringEquals: ofDeployment(names) },
  },
];

/** Images managed instances; the image and its snapshots are born as candidates of this deployment. */
export const createImages: Granting = (names, settings) => [
  ...managed(names, settings, 'aws:ResourceTag').map((conditions) => ({
    actions: ['ec2:CreateImage'],
    resources: [ec2Arn('instance')],
    conditions,
  })),
  {
    actions: ['ec2:CreateImage'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: { StringEquals: born(names) },
  },
  {
    actions: ['ec2:CreateTags'],
    resources: [ec2Arn('image'), ec2Arn('snapshot')],
    conditions: {
      StringEquals: {
        ...born(names),
        [`aws:RequestTag/${tagKeys.state}`]: 'candidate',
        'ec2:CreateAction': 'CreateImage',
      },
    },
  },
];

/** Runs scripts by SSM on managed instances. */
export const sendCommands: Granting = (names, settings) => [
  { actions: ['ssm:SendCommand'], resources: [ofNobody('ssm', 'document/AWS-RunShellScript')] },
  ...managed(names, settings, 'ssm:resourceTag').map((conditions) => ({
    actions: ['ssm:SendCommand'],
    resources: [ec2Arn('instance')],
    conditions,
  })),
];

/** Opens shells by SSM on managed instances, with the account's own document for sessions. */
export const startSessions: Granting = (names, settings) => [
  { actions: ['ssm:StartSession'], resources: [anywhere('ssm', 'document/SSM-SessionManagerRunShell')] },
  ...managed(names, settings, 'ssm:resourceTag').map((conditions) => ({
    actions: ['ssm:StartSession'],
    resources: [ec2Arn('instance')],
    conditions,
  })),
];

/** What instances wrote on their serial console, as far as they are this deployment's. */
export const readConsole: Granting = (names) => [
  {
    actions: ['ec2:GetConsoleOutput'],
    resources: [ec2Arn('instance')],
    conditions: { StringEquals: ofDeployment(names) },
  },
];
