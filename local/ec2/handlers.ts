import { copyImage } from './copy-image';
import { createImage } from './create-image';
import { deregisterImage } from './deregister-image';
import { disableImageDeregistrationProtection, enableImageDeregistrationProtection } from './deregistration-protection';
import { describeImages } from './describe-images';
import { describeInstances, describeInstanceStatus } from './describe-instances';
import { deleteRoute } from './delete-route';
import { describeRouteTables, describeSecurityGroups, describeSubnets, describeVpcEndpoints, describeVpcs } from './describe-network';
import { describeImageAttribute, modifyImageAttribute } from './image-attributes';
import { describeImageReferences } from './image-references';
import { disableImage, disableImageDeprecation, enableImage, enableImageDeprecation } from './image-states';
import { rebootInstances, startInstances, stopInstances, terminateInstances } from './instance-actions';
import { describeInstanceAttribute, getConsoleOutput, modifyInstanceAttribute } from './instance-attributes';
import { describeInstanceTypeOfferings, describeInstanceTypes } from './instance-types';
import { createImageUsageReport, describeImageUsageReportEntries, describeImageUsageReports } from './usage-reports';
import { createLaunchTemplateVersion, describeLaunchTemplateVersions, modifyLaunchTemplate } from './launch-template-versions';
import { createLaunchTemplate, deleteLaunchTemplate, describeLaunchTemplates } from './launch-templates';
import { describeAvailabilityZones, describeRegions } from './places';
import {
  disableImageBlockPublicAccess, disableSnapshotBlockPublicAccess, enableImageBlockPublicAccess, enableSnapshotBlockPublicAccess, getImageBlockPublicAccessState, getSnapshotBlockPublicAccessState,
} from './public-access';
import { registerImage } from './register-image';
import { runInstances } from './run-instances';
import type { Handler } from './simulation';
import { deleteSnapshot, describeSnapshotAttribute, describeSnapshots, modifySnapshotAttribute } from './snapshots';
import { createTags, deleteTags, describeTags } from './tag-actions';
import { describeVolumes } from './volumes';

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
  DeleteRoute: deleteRoute,
  DescribeVolumes: describeVolumes,
  CreateImageUsageReport: createImageUsageReport,
  DescribeImageUsageReports: describeImageUsageReports,
  DescribeImageUsageReportEntries: describeImageUsageReportEntries,
  EnableImageDeregistrationProtection: enableImageDeregistrationProtection,
  DisableImageDeregistrationProtection: disableImageDeregistrationProtection,
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
};
