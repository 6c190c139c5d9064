import type { Fact } from './row';

/** What uses an image. */
export const references: readonly Fact[] = [
  {
    id: 'references-ten-ids',
    fact: 'DescribeImageReferences takes ten images a call and sees launch templates in their newest ten versions unless asked for more, parameters and recipes of Image Builder, and neither Auto Scaling nor other accounts.',
    basis: 'documented',
    source: 'EC2 user guide, "Identify your resources referencing specified AMIs"',
    code: ['aws/reference/image-references.ts', 'aws/reference/auto-scaling.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/image-states.test.ts',
        'references name instances that are not terminated and launch templates, ten images a call at most',
      ],
      [
        'test/journeys/night/references.test.ts',
        'is found in all regions of the release: instances, templates, groups, parameters',
      ],
    ],
    option: 'without',
  },
  {
    id: 'references-need-the-callers-permissions',
    fact: 'DescribeImageReferences reads templates, parameters and recipes with the permissions of its caller.',
    basis: 'documented',
    source: 'EC2 user guide, "Identify your resources referencing specified AMIs"',
    code: ['infra/grant/references.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/authorization.test.ts',
        'references of an image: on what holds them too, which the caller must be allowed to read',
      ],
      ['test/journeys/night/references.test.ts', 'what the function may not ask is unread, never unused'],
    ],
    option: 'without',
  },
  {
    id: 'references-count-terminated-instances',
    fact: 'DescribeImageReferences may count terminated instances, so that instances are asked for by DescribeInstances.',
    basis: 'assumed',
    code: ['aws/reference/image-references.ts', 'aws/reference/using-instances.ts'],
    local: 'does not model it',
    difference: 'It counts only instances that are not terminated.',
    tests: [['test/aws/references.test.ts', 'an instance uses its image until it is terminated, stopped ones too']],
  },
  {
    id: 'default-version-may-be-old',
    fact: 'The default version of a launch template may be older than any number of newest versions.',
    basis: 'documented',
    source: 'EC2 user guide, "Manage launch template versions"',
    code: ['aws/reference/launch-templates.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/attributes.test.ts', 'the default version of a launch template stays when it has newer ones'],
      [
        'test/aws/references.test.ts',
        'the images of as many versions as asked for, and of its default one however old it is',
      ],
    ],
    option: 'without',
  },
  {
    id: 'empty-groups-launch-later',
    fact: 'An Auto Scaling group of no instances launches its image when its capacity changes.',
    basis: 'documented',
    source: 'EC2 Auto Scaling user guide, "Auto Scaling groups"',
    code: ['core/reference/launch-sources.ts'],
    local: 'does not model it',
    difference: 'A group with a capacity is refused.',
    tests: [['test/core/reference/launch-sources.test.ts', 'the image of its launch configuration, at capacity 0 too']],
  },
  {
    id: 'usage-report-comes-later',
    fact: 'A usage report of an image is ready some time after its request, and tells of instances and launch templates of other accounts only.',
    basis: 'documented',
    source: 'EC2 user guide, "View your AMI usage"',
    code: ['core/reference/account-usage.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/image-use.test.ts',
        'a usage report is pending for ten minutes, and the same token gives the same report',
      ],
      [
        'test/aws/usage-reports.test.ts',
        'a shared image is unread until the night has asked for its report and taken it in; then other accounts use it',
      ],
    ],
    option: 'without',
  },
  {
    id: 'snapshot-description-names-its-image',
    fact: 'EC2 names the image in the description of the snapshot that it makes for it: `Created by CreateImage(i-…) for ami-…`.',
    basis: 'assumed',
    code: ['core/cleanup/orphans.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/images.test.ts', 'is named in the description of its snapshot'],
      ['test/core/cleanup/orphans.test.ts', 'goes when EC2’s description names an image that is gone'],
      [
        'test/journeys/cleanup/orphans.test.ts',
        'goes on request by its description when nobody tagged it, and stays while nobody knows its image',
      ],
    ],
    option: 'without',
  },
  {
    id: 'full-size-is-an-upper-estimate',
    fact: 'FullSnapshotSizeInBytes is the size of all blocks of a snapshot, not of those that it alone stores.',
    basis: 'documented',
    source: 'EC2 API reference, Snapshot, FullSnapshotSizeInBytes',
    code: ['core/cleanup/savings.ts', 'core/cost/estimate.ts'],
    local: 'does the same',
    tests: [
      [
        'test/core/cleanup/savings.test.ts',
        'a saving is an upper estimate while EC2 has not measured one of the snapshots that go',
      ],
      [
        'test/journeys/night/costs.test.ts',
        'is told by the volumes until the night has measured what EC2 stores, in every region',
      ],
    ],
  },
  {
    id: 'builder-record-leaves-images',
    fact: 'DeleteImage of Image Builder deletes the record of a build and none of its images.',
    basis: 'documented',
    source: 'Image Builder API reference, DeleteImage',
    code: ['aws/image/builder-records.ts'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/cleanup/protections.test.ts',
        'deletes the record of Image Builder with the last of its images, and never one that is of other images',
      ],
    ],
  },
  {
    id: 'no-findings-where-inspector-is-off',
    fact: 'Amazon Inspector lists no findings where it is not enabled, which looks like an image without any.',
    basis: 'assumed',
    code: ['aws/image/findings.ts'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/image/findings.test.ts',
        'findings of Amazon Inspector, which are unknown where it is off: the report says so, and the health does not suffer',
      ],
    ],
  },
];
