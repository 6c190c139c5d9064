import type { FieldRow } from './row';

/** Health. */
export const health: readonly FieldRow[] = [
  {
    row: 94,
    behaviour: 'Warns when the base has a newer image, with levels at 30 and 90 days',
    rivals: 'YPYPNN',
    ours: 'yes',
    tests: {
      'test/core/health/base.test.ts': 'a base of %i days with a newer one is %s, in the words of the conventions',
    },
  },
  {
    row: 95,
    behaviour: 'Does so for Ubuntu, Rocky, Deep Learning images and images of your own',
    rivals: 'NPYP-P',
    ours: 'yes',
    tests: {
      'test/core/model/base.test.ts': 'has the parameters that AWS and Canonical publish',
      'test/journeys/night/name-pattern.test.ts':
        'is followed by health and rebuilds: a newer image with such a name, and none of a stranger',
    },
  },
  {
    row: 96,
    behaviour: 'Reports a base that was deregistered',
    rivals: 'NPPN-Y',
    ours: 'yes',
    tests: {
      'test/core/health/base.test.ts': 'a base that was deregistered is critical, since nobody patches it',
    },
  },
  {
    row: 97,
    behaviour: 'Notifies by SNS, Slack or webhook of builds, tests, old bases, deprecations and cleanups',
    rivals: 'NPPPPP',
    ours: 'yes',
    tests: {
      'test/journeys/notification/targets.test.ts':
        'about a failed test go to the topic, and in Slack’s form with the secret header to the secret address',
      'test/core/notification/event.test.ts': 'every kind has an event',
    },
  },
  {
    row: 98,
    behaviour: 'The catalog follows what others change or delete in EC2',
    rivals: 'YNNNY-',
    ours: 'yes',
    tests: {
      'test/journeys/image/elsewhere.test.ts':
        'is gone from lists, launches and channels within a minute of its deregistration',
    },
  },
];
