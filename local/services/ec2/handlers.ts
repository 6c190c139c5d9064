import { replaceImageInstanceTypeSpecification } from './image/instance-types';
import {
  disableAllowedImagesSettings,
  enableAllowedImagesSettings,
  getAllowedImagesSettings,
  replaceImageCriteria,
} from './image/allowed-images';
import { copyImage } from './image/copy';
import { createImage } from './image/create';
import { deregisterImage } from './image/deregister';
import {
  disableImageDeregistrationProtection,
  enableImageDeregistrationProtection,
} from './image/deregistration-protection';
import { describeImages } from './image/describe';
import { describeInstanceImageMetadata, describeInstances, describeInstanceStatus } from './instance/describe';
import { deleteRoute } from './network/delete-route';
import {
  describeRouteTables,
  describeSecurityGroups,
  describeSubnets,
  describeVpcEndpoints,
  describeVpcs,
} from './network/describe';
import { describeImageAttribute, modifyImageAttribute } from './image/attributes';
import { describeImageReferences } from './image/references';
import { disableImage, disableImageDeprecation, enableImage, enableImageDeprecation } from './image/states';
import { rebootInstances, startInstances, stopInstances, terminateInstances } from './instance/actions';
import { describeInstanceAttribute, getConsoleOutput, modifyInstanceAttribute } from './instance/attributes';
import { describeInstanceTypeOfferings, describeInstanceTypes } from './instance/types';
import {
  createImageUsageReport,
  describeImageUsageReportEntries,
  describeImageUsageReports,
} from './image/usage-reports';
import {
  createLaunchTemplateVersion,
  describeLaunchTemplateVersions,
  modifyLaunchTemplate,
} from './instance/launch-template-versions';
import { createKeyPair, deleteKeyPair, describeKeyPairs, importKeyPair } from './instance/key-pairs';
import { createLaunchTemplate, deleteLaunchTemplate, describeLaunchTemplates } from './instance/launch-templates';
import {
  authorizeSecurityGroupIngress,
  createSecurityGroup,
  deleteSecurityGroup,
  revokeSecurityGroupIngress,
} from './network/security-groups';
import { describeAvailabilityZones, describeRegions } from './network/zones';
import {
  disableImageBlockPublicAccess,
  disableSnapshotBlockPublicAccess,
  enableImageBlockPublicAccess,
  enableSnapshotBlockPublicAccess,
  getImageBlockPublicAccessState,
  getSnapshotBlockPublicAccessState,
} from './network/public-access';
import {
  listImagesInRecycleBin,
  listSnapshotsInRecycleBin,
  restoreImageFromRecycleBin,
  restoreSnapshotFromRecycleBin,
} from './image/recycle-bin';
import { registerImage } from './image/register';
import { runInstances } from './instance/run';
import type { Handler } from './state/simulation';
import {
  deleteSnapshot,
  describeSnapshotAttribute,
  describeSnapshots,
  modifySnapshotAttribute,
} from './image/snapshots';
import { createTags, deleteTags, describeTags } from './tag-actions';
import { describeVolumes } from './instance/volumes';

/** The handler of every simulated operation; a test holds it against the table of operations. */
export const handlers: Readonly<Record<string, Handler>> = {
  RunInstances: runInstances,
  DescribeInstances: describeInstances,
  DescribeInstanceStatus: describeInstanceStatus,
  StartInstances: startInstances,
  StopInstances: stopInstances,
  RebootInstances: rebootInstances,
  TerminateInstances: terminateInstances,
  ModifyInstanceAttribute: modifyInstanceAttribute,
  DescribeInstanceAttribute: describeInstanceAttribute,
  GetConsoleOutput: getConsoleOutput,
  CreateImage: createImage,
  CopyImage: copyImage,
  RegisterImage: registerImage,
  DeregisterImage: deregisterImage,
  ListImagesInRecycleBin: listImagesInRecycleBin,
  ListSnapshotsInRecycleBin: listSnapshotsInRecycleBin,
  RestoreImageFromRecycleBin: restoreImageFromRecycleBin,
  RestoreSnapshotFromRecycleBin: restoreSnapshotFromRecycleBin,
  DescribeImages: describeImages,
  DescribeImageAttribute: describeImageAttribute,
  ModifyImageAttribute: modifyImageAttribute,
  EnableImageDeprecation: enableImageDeprecation,
  DisableImageDeprecation: disableImageDeprecation,
  DisableImage: disableImage,
  EnableImage: enableImage,
  DescribeImageReferences: describeImageReferences,
  DescribeSnapshots: describeSnapshots,
  DeleteSnapshot: deleteSnapshot,
  DescribeSnapshotAttribute: describeSnapshotAttribute,
  ModifySnapshotAttribute: modifySnapshotAttribute,
  GetAllowedImagesSettings: getAllowedImagesSettings,
  EnableAllowedImagesSettings: enableAllowedImagesSettings,
  DisableAllowedImagesSettings: disableAllowedImagesSettings,
  ReplaceImageCriteriaInAllowedImagesSettings: replaceImageCriteria,
  DescribeInstanceImageMetadata: describeInstanceImageMetadata,
  GetImageBlockPublicAccessState: getImageBlockPublicAccessState,
  EnableImageBlockPublicAccess: enableImageBlockPublicAccess,
  DisableImageBlockPublicAccess: disableImageBlockPublicAccess,
  GetSnapshotBlockPublicAccessState: getSnapshotBlockPublicAccessState,
  EnableSnapshotBlockPublicAccess: enableSnapshotBlockPublicAccess,
  DisableSnapshotBlockPublicAccess: disableSnapshotBlockPublicAccess,
  CreateTags: createTags,
  DeleteTags: deleteTags,
  DescribeTags: describeTags,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeInstanceTypeOfferings: describeInstanceTypeOfferings,
  DescribeRegions: describeRegions,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeVpcs: describeVpcs,
  DescribeSubnets: describeSubnets,
  DescribeRouteTables: describeRouteTables,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeVpcEndpoints: describeVpcEndpoints,
  CreateSecurityGroup: createSecurityGroup,
  AuthorizeSecurityGroupIngress: authorizeSecurityGroupIngress,
  RevokeSecurityGroupIngress: revokeSecurityGroupIngress,
  DeleteSecurityGroup: deleteSecurityGroup,
  CreateKeyPair: createKeyPair,
  ImportKeyPair: importKeyPair,
  DescribeKeyPairs: describeKeyPairs,
  DeleteKeyPair: deleteKeyPair,
  DeleteRoute: deleteRoute,
  DescribeVolumes: describeVolumes,
  CreateImageUsageReport: createImageUsageReport,
  DescribeImageUsageReports: describeImageUsageReports,
  DescribeImageUsageReportEntries: describeImageUsageReportEntries,
  EnableImageDeregistrationProtection: enableImageDeregistrationProtection,
  ReplaceImageInstanceTypeSpecification: replaceImageInstanceTypeSpecification,
  DisableImageDeregistrationProtection: disableImageDeregistrationProtection,
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
};
