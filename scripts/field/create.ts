import type { FieldRow } from './row';

/** Creating the image. */
export const create: readonly FieldRow[] = [
  {
    row: 24,
    behaviour: 'The name is checked before anything is launched: legal, and free in every target region',
    rivals: 'NPPP-N',
    ours: 'yes',
    tests: {
      'test/journeys/pipeline/checked-names.test.ts': 'must be free in every region that the build copies to',
    },
  },
  {
    row: 25,
    behaviour: 'Repeating a request never makes a second image',
    rivals: 'NNYN-N',
    ours: 'yes',
    tests: {
      'test/journeys/build/lost-answers.test.ts': 'a lost answer of %s makes nothing twice',
      'test/journeys/build/repeats.test.ts':
        'with the same Idempotency-Key is answered the same, and with another body refused',
    },
  },
  {
    row: 26,
    behaviour: 'Waits for images that take hours, and resumes after a lost connection',
    rivals: 'NPYP-P',
    ours: 'yes',
    tests: {
      'test/journeys/build/stuck.test.ts': 'an image that takes twenty hours is waited for',
      'test/cli/build/wait.test.ts':
        'that Ctrl-C ends says that it goes on, and how to wait again; nothing listens afterwards',
    },
  },
  {
    row: 27,
    behaviour: 'A failure shows the reason that EC2 gives',
    rivals: 'NYYP-Y',
    ours: 'yes',
    tests: {
      'test/journeys/replication/copies.test.ts':
        'ends with ReplicationIncomplete, which names the region and EC2’s reason',
    },
  },
  {
    row: 28,
    behaviour: 'Image and snapshots are tagged by the call that creates them',
    rivals: 'YYPPPY',
    ours: 'yes',
    tests: { 'test/aws/images.test.ts': 'image and snapshots are tagged in the creating call' },
  },
  {
    row: 29,
    behaviour: 'Encrypts with a chosen KMS key for each region',
    rivals: 'NYYYPY',
    ours: 'yes',
    tests: {
      'test/journeys/pipeline/encryption.test.ts':
        'has every volume of builder and image encrypted with it, and the tests launch the encrypted image',
      'test/journeys/replication/replica-keys.test.ts':
        'has a copy encrypted with the key of its region, in EC2 and in the catalog, and the original as it was',
    },
  },
  {
    row: 30,
    behaviour: 'The image enforces IMDSv2',
    rivals: 'NYPPNY',
    ours: 'yes',
    tests: {
      'test/journeys/image/metadata.test.ts':
        'specifies IMDSv2, as do its copies, and an instance of it accepts nothing else by default',
    },
  },
  {
    row: 31,
    behaviour: 'Protects the image from deregistration, with a cooldown if wanted',
    rivals: 'NYNNNY',
    ours: 'yes',
    tests: {
      'test/journeys/cleanup/deregistration-protection.test.ts':
        'is protected at its publication, with or without a cooldown',
    },
  },
  {
    row: 32,
    behaviour: 'The date of deprecation is set at creation',
    rivals: 'NYPNYY',
    ours: 'yes',
    tests: {
      'test/journeys/image/deprecation.test.ts':
        'dates the deprecation of image and copy in EC2 from publication on, and the night carries it out',
    },
  },
  {
    row: 33,
    behaviour: 'Leaves data volumes out, and changes whether a volume is deleted with its instance',
    rivals: 'NYYPPY',
    ours: 'yes',
    tests: {
      'test/journeys/image/volumes.test.ts': 'of an instance can be left out of its image, and their deletion set',
    },
  },
  {
    row: 34,
    behaviour: 'Restricts the instance types that EC2 launches the image on',
    rivals: 'NNNNNY',
    ours: 'yes',
    tests: {
      'test/journeys/image/launch-types.test.ts': 'is refused on another type, and the refusal names the allowed types',
    },
  },
  {
    row: 35,
    behaviour: 'Tries a build without leaving an image',
    rivals: 'NYPN-P',
    ours: 'yes',
    tests: {
      'test/journeys/pipeline/preview.test.ts':
        'shows what would be launched, copied and named, and makes, claims and reserves nothing',
      'test/journeys/build/smoke.test.ts': 'goes through every stage, publishes nothing, and leaves nothing',
    },
  },
];
