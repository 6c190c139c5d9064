import { AwsError } from '../../kernel/types';
import { notSimulated } from './state/faults';

const listing = ['Filters', 'MaxResults', 'NextToken'];
const tagging = ['TagSpecifications'];
const ranges = ['IpProtocol', 'FromPort', 'ToPort', 'IpRanges.CidrIp', 'IpRanges.Description'].map(
  (name) => `IpPermissions.${name}`,
);
const conditions = ['CreationDateCondition', 'DeprecationTimeCondition'];
const criteria = ['ImageProviders', 'ImageNames', 'MarketplaceProductCodes', ...conditions].map(
  (name) => `ImageCriteria.${name}`,
);

/**
 * The operations that are simulated and the parameters of each that are modeled (`DryRun` works everywhere). A path
 * covers what lies below it; lists are passed through. Everything else is refused by name.
 */
export const operations: Readonly<Record<string, readonly string[]>> = {
  RunInstances: [
    'ImageId',
    'InstanceType',
    'MinCount',
    'MaxCount',
    'ClientToken',
    'KeyName',
    'SubnetId',
    'SecurityGroupIds',
    'UserData',
    'IamInstanceProfile',
    'InstanceInitiatedShutdownBehavior',
    'DisableApiTermination',
    'DisableApiStop',
    'EbsOptimized',
    'Placement.AvailabilityZone',
    'InstanceMarketOptions.MarketType',
    'InstanceMarketOptions.SpotOptions.SpotInstanceType',
    'InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior',
    'MetadataOptions.HttpTokens',
    'MetadataOptions.HttpPutResponseHopLimit',
    'MetadataOptions.HttpEndpoint',
    'MetadataOptions.InstanceMetadataTags',
    'BlockDeviceMappings.DeviceName',
    'BlockDeviceMappings.Ebs.VolumeSize',
    'BlockDeviceMappings.Ebs.VolumeType',
    'BlockDeviceMappings.Ebs.DeleteOnTermination',
    'BlockDeviceMappings.Ebs.Encrypted',
    'BlockDeviceMappings.Ebs.KmsKeyId',
    'BlockDeviceMappings.Ebs.Iops',
    'BlockDeviceMappings.Ebs.Throughput',
    'BlockDeviceMappings.Ebs.VolumeInitializationRate',
    'NetworkInterfaces.DeviceIndex',
    'NetworkInterfaces.SubnetId',
    'NetworkInterfaces.Groups',
    'NetworkInterfaces.AssociatePublicIpAddress',
    'NetworkInterfaces.DeleteOnTermination',
    ...tagging,
  ],
  DescribeInstances: ['InstanceIds', ...listing],
  DescribeInstanceStatus: ['InstanceIds', 'IncludeAllInstances', ...listing],
  StartInstances: ['InstanceIds'],
  StopInstances: ['InstanceIds', 'Force'],
  RebootInstances: ['InstanceIds'],
  TerminateInstances: ['InstanceIds', 'Force'],
  ModifyInstanceAttribute: [
    'InstanceId',
    'Attribute',
    'Value',
    'DisableApiTermination',
    'DisableApiStop',
    'InstanceInitiatedShutdownBehavior',
    'UserData',
  ],
  DescribeInstanceAttribute: ['InstanceId', 'Attribute'],
  GetConsoleOutput: ['InstanceId', 'Latest'],
  CreateImage: [
    'InstanceId',
    'Name',
    'Description',
    'NoReboot',
    'BlockDeviceMappings.DeviceName',
    'BlockDeviceMappings.NoDevice',
    'BlockDeviceMappings.Ebs.DeleteOnTermination',
    ...tagging,
  ],
  RegisterImage: [
    'Name',
    'Description',
    'Architecture',
    'RootDeviceName',
    'BlockDeviceMappings.DeviceName',
    'BlockDeviceMappings.Ebs.SnapshotId',
    ...tagging,
  ],
  CopyImage: [
    'SourceImageId',
    'SourceRegion',
    'Name',
    'Description',
    'ClientToken',
    'CopyImageTags',
    'Encrypted',
    'KmsKeyId',
    'SnapshotCopyCompletionDurationMinutes',
    ...tagging,
  ],
  DeregisterImage: ['ImageId', 'DeleteAssociatedSnapshots'],
  ListImagesInRecycleBin: ['ImageIds', 'MaxResults', 'NextToken'],
  ListSnapshotsInRecycleBin: ['SnapshotIds', 'MaxResults', 'NextToken'],
  RestoreImageFromRecycleBin: ['ImageId'],
  RestoreSnapshotFromRecycleBin: ['SnapshotId'],
  DescribeImages: ['ImageIds', 'Owners', 'ExecutableUsers', 'IncludeDeprecated', 'IncludeDisabled', ...listing],
  DescribeImageAttribute: ['ImageId', 'Attribute'],
  ModifyImageAttribute: [
    'ImageId',
    'Attribute',
    'Value',
    'Description',
    'ImdsSupport',
    'LaunchPermission',
    'OperationType',
    'UserIds',
    'UserGroups',
    'OrganizationArns',
    'OrganizationalUnitArns',
  ],
  EnableImageDeprecation: ['ImageId', 'DeprecateAt'],
  DisableImageDeprecation: ['ImageId'],
  DisableImage: ['ImageId'],
  EnableImage: ['ImageId'],
  EnableImageDeregistrationProtection: ['ImageId', 'WithCooldown'],
  ReplaceImageInstanceTypeSpecification: [
    'ImageId',
    'InstanceTypeSpecification.SupportedInstanceTypes',
    'InstanceTypeSpecification.UnsupportedInstanceTypes',
  ],
  DisableImageDeregistrationProtection: ['ImageId'],
  DescribeImageReferences: ['ImageIds', 'IncludeAllResourceTypes', 'ResourceTypes', 'MaxResults', 'NextToken'],
  CreateImageUsageReport: ['ImageId', 'ResourceTypes.ResourceType', 'ClientToken'],
  DescribeImageUsageReports: ['ImageIds', 'ReportIds', 'MaxResults', 'NextToken'],
  DescribeImageUsageReportEntries: ['ImageIds', 'ReportIds', 'MaxResults', 'NextToken'],
  DescribeSnapshots: ['SnapshotIds', 'OwnerIds', ...listing],
  DeleteSnapshot: ['SnapshotId'],
  DescribeSnapshotAttribute: ['SnapshotId', 'Attribute'],
  ModifySnapshotAttribute: [
    'SnapshotId',
    'Attribute',
    'OperationType',
    'UserIds',
    'GroupNames',
    'CreateVolumePermission',
  ],
  GetAllowedImagesSettings: [],
  EnableAllowedImagesSettings: ['AllowedImagesSettingsState'],
  DisableAllowedImagesSettings: [],
  ReplaceImageCriteriaInAllowedImagesSettings: criteria,
  DescribeInstanceImageMetadata: ['InstanceIds', ...listing],
  GetImageBlockPublicAccessState: [],
  EnableImageBlockPublicAccess: ['ImageBlockPublicAccessState'],
  DisableImageBlockPublicAccess: [],
  GetSnapshotBlockPublicAccessState: [],
  EnableSnapshotBlockPublicAccess: ['State'],
  DisableSnapshotBlockPublicAccess: [],
  CreateTags: ['Resources', 'Tags'],
  DeleteTags: ['Resources', 'Tags'],
  DescribeTags: [...listing],
  DescribeInstanceTypes: ['InstanceTypes', ...listing],
  DescribeInstanceTypeOfferings: ['LocationType', ...listing],
  DescribeRegions: ['RegionNames', 'AllRegions', 'Filters'],
  DescribeAvailabilityZones: ['ZoneNames', 'ZoneIds', 'AllAvailabilityZones', 'Filters'],
  DescribeVpcs: ['VpcIds', ...listing],
  DescribeSubnets: ['SubnetIds', ...listing],
  DescribeRouteTables: ['RouteTableIds', ...listing],
  DescribeSecurityGroups: ['GroupIds', ...listing],
  DescribeVpcEndpoints: ['VpcEndpointIds', ...listing],
  CreateSecurityGroup: ['GroupName', 'Description', 'VpcId', ...tagging],
  AuthorizeSecurityGroupIngress: ['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', ...ranges],
  RevokeSecurityGroupIngress: ['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', ...ranges],
  DeleteSecurityGroup: ['GroupId'],
  CreateKeyPair: ['KeyName', 'KeyType', 'KeyFormat', ...tagging],
  ImportKeyPair: ['KeyName', 'PublicKeyMaterial', ...tagging],
  DescribeKeyPairs: ['KeyNames', 'KeyPairIds', 'Filters'],
  DeleteKeyPair: ['KeyName', 'KeyPairId'],
  DeleteRoute: ['RouteTableId', 'DestinationCidrBlock'],
  DescribeVolumes: ['VolumeIds', ...listing],
  CreateLaunchTemplate: [
    'ClientToken',
    'LaunchTemplateName',
    'VersionDescription',
    'LaunchTemplateData.ImageId',
    'LaunchTemplateData.InstanceType',
    ...tagging,
  ],
  CreateLaunchTemplateVersion: [
    'ClientToken',
    'SourceVersion',
    'LaunchTemplateId',
    'LaunchTemplateName',
    'VersionDescription',
    'LaunchTemplateData.ImageId',
    'LaunchTemplateData.InstanceType',
  ],
  ModifyLaunchTemplate: ['ClientToken', 'LaunchTemplateId', 'LaunchTemplateName', 'DefaultVersion'],
  DeleteLaunchTemplate: ['LaunchTemplateId', 'LaunchTemplateName'],
  DescribeLaunchTemplates: ['LaunchTemplateIds', 'LaunchTemplateNames', ...listing],
  DescribeLaunchTemplateVersions: ['LaunchTemplateId', 'LaunchTemplateName', 'Versions', 'MaxResults', 'NextToken'],
};

/** What other accounts than the home account can do: what concerns images and snapshots, which have owners. */
export const inAllAccounts: readonly string[] = [
  'CopyImage',
  'DeregisterImage',
  'DescribeImages',
  'DescribeImageAttribute',
  'ModifyImageAttribute',
  'EnableImageDeprecation',
  'DisableImageDeprecation',
  'DisableImage',
  'EnableImage',
  'GetAllowedImagesSettings',
  'EnableAllowedImagesSettings',
  'DisableAllowedImagesSettings',
  'ReplaceImageCriteriaInAllowedImagesSettings',
  'DescribeSnapshots',
  'DeleteSnapshot',
  'DescribeSnapshotAttribute',
  'ModifySnapshotAttribute',
  'CreateTags',
  'DeleteTags',
  'DescribeTags',
];

/** Throws `UnsupportedOperation` or `UnsupportedParameter` that names what is asked for but not modeled. */
export function requireModeled(action: string, input: Record<string, any>): void {
  const modeled = Object.hasOwn(operations, action) ? operations[action] : undefined;
  if (!modeled) throw new AwsError('UnsupportedOperation', `${action} is not simulated`);
  const stranger = firstOutside(input, ['DryRun', ...modeled], '');
  if (stranger) throw notSimulated(`${action}.${stranger}`);
}

function firstOutside(value: unknown, modeled: readonly string[], path: string): string | undefined {
  if (Array.isArray(value)) return value.map((item) => firstOutside(item, modeled, path)).find(Boolean);
  if (path && modeled.includes(path)) return undefined;
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array || value instanceof Date) {
    return value === undefined ? undefined : path;
  }
  if (path && !modeled.some((name) => name.startsWith(`${path}.`))) return path;
  return Object.entries(value)
    .map(([name, item]) => firstOutside(item, modeled, path ? `${path}.${name}` : name))
    .find(Boolean);
}
