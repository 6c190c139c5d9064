import { nobodys, publicKey, unknownFilter, type BadRequest } from './request';

export const templates: readonly BadRequest[] = [
  {
    name: 'describes key pairs by an unknown filter',
    action: 'DescribeKeyPairs',
    input: { Filters: unknownFilter },
    code: 'InvalidParameterValue',
    moto: { says: 'FilterNotImplementedError', though: 'It says that it lacks the filter.' },
  },
  {
    name: 'describes launch templates by an unknown filter',
    action: 'DescribeLaunchTemplates',
    input: { Filters: unknownFilter },
    code: 'InvalidParameterValue',
    moto: { says: 'FilterNotImplementedError', though: 'It says that it lacks the filter.' },
  },
  {
    name: 'makes a key pair of a name in use',
    action: 'CreateKeyPair',
    input: { KeyName: 'kept' },
    code: 'InvalidKeyPair.Duplicate',
  },
  {
    name: 'describes a key pair that nobody knows',
    action: 'DescribeKeyPairs',
    input: { KeyNames: ['nobodys'] },
    code: 'InvalidKeyPair.NotFound',
  },
  {
    name: 'imports a key pair of a name in use',
    action: 'ImportKeyPair',
    input: { KeyName: 'kept', PublicKeyMaterial: publicKey },
    code: 'InvalidKeyPair.Duplicate',
  },
  {
    name: 'imports what is no key',
    action: 'ImportKeyPair',
    input: { KeyName: 'new', PublicKeyMaterial: 'bm9uc2Vuc2U=' },
    code: 'InvalidKey.Format',
    moto: { says: 'InvalidKeyPair.Format', though: 'EC2 says InvalidKey.Format (aws/aws-sdk-js#314).' },
  },
  {
    name: 'makes a launch template of a name in use',
    action: 'CreateLaunchTemplate',
    input: { LaunchTemplateName: 'kept', LaunchTemplateData: { ImageId: '$image' } },
    code: 'InvalidLaunchTemplateName.AlreadyExistsException',
  },
  {
    name: 'makes a version of an unknown launch template',
    action: 'CreateLaunchTemplateVersion',
    input: { LaunchTemplateId: nobodys.template, LaunchTemplateData: { ImageId: '$image' } },
    code: 'InvalidLaunchTemplateId.NotFound',
  },
  {
    name: 'makes a version of a launch template that nobody has named so',
    action: 'CreateLaunchTemplateVersion',
    input: { LaunchTemplateName: 'nobodys', LaunchTemplateData: { ImageId: '$image' } },
    code: 'InvalidLaunchTemplateName.NotFoundException',
  },
  {
    name: 'describes versions of an unknown launch template',
    action: 'DescribeLaunchTemplateVersions',
    input: { LaunchTemplateId: nobodys.template },
    code: 'InvalidLaunchTemplateId.NotFound',
  },
  {
    name: 'describes versions of neither an id nor a name',
    action: 'DescribeLaunchTemplateVersions',
    input: {},
    code: 'MissingParameter',
  },
  {
    name: 'describes an unknown launch template',
    action: 'DescribeLaunchTemplates',
    input: { LaunchTemplateIds: [nobodys.template] },
    code: 'InvalidLaunchTemplateId.NotFound',
    moto: { takes: 'It answers an empty list.' },
  },
  {
    name: 'describes a launch template that nobody has named so',
    action: 'DescribeLaunchTemplates',
    input: { LaunchTemplateNames: ['nobodys'] },
    code: 'InvalidLaunchTemplateName.NotFoundException',
  },
  {
    name: 'deletes an unknown launch template',
    action: 'DeleteLaunchTemplate',
    input: { LaunchTemplateId: nobodys.template },
    code: 'InvalidLaunchTemplateId.NotFound',
    moto: {
      says: 'InvalidLaunchTemplateName.NotFoundException',
      though: 'It looks for a name, though the request has an id.',
    },
  },
  {
    name: 'sets the default of an unknown launch template',
    action: 'ModifyLaunchTemplate',
    input: { LaunchTemplateId: nobodys.template, DefaultVersion: '1' },
    code: 'InvalidLaunchTemplateId.NotFound',
    moto: {
      says: 'InvalidLaunchTemplateName.NotFoundException',
      though: 'It looks for a name, though the request has an id.',
    },
  },
];
