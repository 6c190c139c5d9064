import type { Fact } from './row';

/** Policies and deployment. */
export const deploy: readonly Fact[] = [
  {
    id: 'describe-actions-know-no-resource',
    fact: 'Describe actions of EC2 have no resource type, so that IAM takes them on `*` only.',
    basis: 'documented',
    source: 'Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2"',
    code: ['infra/grant/form.ts'],
    local: 'does the same',
    tests: [
      ['test/infra/permissions.test.ts', 'statements on * hold only actions that know no resource type'],
      ['local/test/iam/check-policies.test.ts', 'are refused when an action without resource types is limited to one'],
    ],
  },
  {
    id: 'destructive-calls-by-tag',
    fact: 'IAM limits DeregisterImage, DeleteSnapshot and TerminateInstances by the tags of the resource.',
    basis: 'documented',
    source: 'Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2"',
    code: ['infra/grant/images.ts', 'infra/grant/instances.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/ec2/authorization.test.ts',
        'ending an instance, an image and a snapshot: with the tags that it has',
      ],
      [
        'test/journeys/account/two-deployments.test.ts',
        'cannot end, even by a mistake in the code, what belongs to the other',
      ],
      ['test/infra/permissions.test.ts', '%s reaches only candidates of the own deployment, but for the cleanup'],
    ],
    option: 'without',
  },
  {
    id: 'fifty-tags',
    fact: 'A resource has at most 50 tags, a key 127 and a value 256 characters, and `aws:` is reserved.',
    basis: 'documented',
    source: 'EC2 user guide, "Tag your Amazon EC2 resources"',
    code: ['core/model/user-tags.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/tags.test.ts', 'over fifty in two calls are refused too'],
      [
        'test/journeys/image/tagging.test.ts',
        'keeps what is spawn’s own, has room for 50 tags, and says what is wrong',
      ],
    ],
    option: 'without',
  },
  {
    id: 'delete-tags-without-tags-deletes-all',
    fact: 'DeleteTags without tags takes all tags off the resources.',
    basis: 'documented',
    source: 'EC2 API reference, DeleteTags, Tag',
    code: ['aws/client/resource-tags.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/tags.test.ts', 'go all together when none is named'],
      ['test/aws/images.test.ts', 'nothing to tag is no call: DeleteTags without tags would take off all of them'],
    ],
    option: 'without',
  },
  {
    id: 'role-name-has-64-characters',
    fact: 'A role name has at most 64 characters.',
    basis: 'documented',
    source: 'IAM API reference, CreateRole, RoleName',
    code: ['infra/function/role-names.ts'],
    local: 'does not model it',
    difference: 'It takes names of any length.',
    tests: [
      [
        'test/infra/two-homes.test.ts',
        'the longest stage fits the longest region: IAM takes no name of more than 64 characters',
      ],
    ],
  },
  {
    id: 'retain-except-on-create',
    fact: 'A resource with Retain also stays when its first creation is rolled back, and with RetainExceptOnCreate it does not.',
    basis: 'documented',
    source: 'CloudFormation template reference, DeletionPolicy attribute',
    code: ['infra/part/catalog.ts', 'infra/function/artifacts.ts'],
    local: 'does not model it',
    difference: 'It rolls nothing back.',
    tests: [
      [
        'test/infra/stacks.test.ts',
        'is the table, the bucket and the key, and not what a first deploy made that failed',
      ],
    ],
  },
  {
    id: 'simulation-takes-actions-of-one-kind',
    fact: 'SimulatePrincipalPolicy refuses actions together that need different authorization information.',
    basis: 'documented',
    source: 'IAM API reference, SimulatePrincipalPolicy',
    code: ['aws/account/permissions.ts'],
    local: 'does not model it',
    difference: 'It simulates any actions together.',
    tests: [['test/aws/permissions.test.ts', 'actions that IAM does not take together are asked for in parts']],
  },
  {
    id: 'new-alarm-is-evaluated-at-once',
    fact: 'An alarm that treats missing data as breaching rings before the first run unless it is given time to warm up.',
    basis: 'documented',
    source: 'CloudWatch user guide, "Alarm warm-up periods"',
    code: ['infra/event/alarms.ts'],
    local: 'does not model it',
    difference: 'It has no alarms.',
    tests: [
      [
        'test/infra/stacks.test.ts',
        'silence of a reaper that runs every %d minutes rings after three runs that did not come, even if none ever came, and not before the first could',
      ],
    ],
  },
];
