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
 * Returns one set of conditions for each way to recognize a managed instance: our own tag, or a tag from the settings.
 * None allows a deployment to act on instances of another.
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

/** Launches with the profile's role. Instances get our tags at launch and require IMDSv2. */
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

// Tests of copies and launches by people run in other regions too, in existing networks.
const anyNetwork: Grant = { actions: ['ec2:RunInstances'], resources: [ec2Arn('subnet'), ec2Arn('security-group')] };

/** Launches builders, only in their network. */
export const launchBuilders: Granting = (names, settings) => [
  ...launch('builder', names),
  ...builderNetwork(names, settings),
];

/** Launches test instances with the role of builders. */
export const launchTestInstances: Granting = (names) => [...launch('builder', names), anyNetwork];

/** Launches instances for people. */
export const launchForPeople: Granting = (names) => [...launch('launched', names), anyNetwork];

/** Terminates any instance of this deployment. */
export const terminate: Granting = (names) => [
  {
    actions: ['ec2:TerminateInstances'],
    resources: [ec2Arn('instance')],
    conditions: { StringEquals: ofDeployment(names) },
  },
];

/** Terminates instances that builds of this deployment launched, but not instances that people launched. */
export const terminateCandidates: Granting = (names) => [
  {
    actions: ['ec2:TerminateInstances'],
    resources: [ec2Arn('instance')],
    conditions: { StringEquals: { ...ofDeployment(names), [`aws:ResourceTag/${tagKeys.state}`]: 'candidate' } },
  },
];

/** Terminates instances that people launched with this deployment. */
export const terminateLaunched: Granting = (names) => [
  {
    actions: ['ec2:TerminateInstances'],
    resources: [ec2Arn('instance')],
    conditions: { StringEquals: { ...ofDeployment(names), [`aws:ResourceTag/${tagKeys.purpose}`]: 'launch' } },
  },
];

/** Terminates managed instances at the request of a person. */
export const terminateManaged: Granting = (names, settings) =>
  managed(names, settings, 'aws:ResourceTag').map((conditions) => ({
    actions: ['ec2:TerminateInstances'],
    resources: [ec2Arn('instance')],
    conditions,
  }));

/** Extends the deadline of a build's instance. */
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

/** Lets a launched instance report its completion by one tag. */
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

/** Stops managed instances for their image. */
export const stopManaged: Granting = (names, settings) =>
  managed(names, settings, 'aws:ResourceTag').map((conditions) => ({
    actions: ['ec2:StopInstances'],
    resources: [ec2Arn('instance')],
    conditions,
  }));

/** Starts managed instances again that were stopped for their image. */
export const startManaged: Granting = (names, settings) =>
  managed(names, settings, 'aws:ResourceTag').map((conditions) => ({
    actions: ['ec2:StartInstances'],
    resources: [ec2Arn('instance')],
    conditions,
  }));

/** Creates images of managed instances. The image and its snapshots are created as candidates of this deployment. */
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

/** Runs scripts on managed instances with Systems Manager. */
export const sendCommands: Granting = (names, settings) => [
  { actions: ['ssm:SendCommand'], resources: [ofNobody('ssm', 'document/AWS-RunShellScript')] },
  ...managed(names, settings, 'ssm:resourceTag').map((conditions) => ({
    actions: ['ssm:SendCommand'],
    resources: [ec2Arn('instance')],
    conditions,
  })),
];

/** Starts Systems Manager sessions on managed instances, with the account's own session document. */
export const startSessions: Granting = (names, settings) => [
  { actions: ['ssm:StartSession'], resources: [anywhere('ssm', 'document/SSM-SessionManagerRunShell')] },
  ...managed(names, settings, 'ssm:resourceTag').map((conditions) => ({
    actions: ['ssm:StartSession'],
    resources: [ec2Arn('instance')],
    conditions,
  })),
];

/** Reads the serial console of this deployment's instances. */
export const readConsole: Granting = (names) => [
  {
    actions: ['ec2:GetConsoleOutput'],
    resources: [ec2Arn('instance')],
    conditions: { StringEquals: ofDeployment(names) },
  },
];
