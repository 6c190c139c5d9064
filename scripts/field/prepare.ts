import type { FieldRow } from './row';

/** Preparing and building. */
export const prepare: readonly FieldRow[] = [
  {
    row: 1,
    behaviour: 'Makes an image of a prepared instance, named by its id or its name',
    rivals: 'YNNNPY',
    ours: 'yes',
    tests: {
      'test/journeys/instance/launch.test.ts':
        'by its name, cleaned first, tagged on image and snapshots, published, the instance running on',
    },
  },
  {
    row: 2,
    behaviour: 'Recipe with a base and ordered steps, stored and versioned',
    rivals: 'NYYYNN',
    ours: 'yes',
    tests: {
      'test/journeys/pipeline/recipe.test.ts':
        'is read back by id and by name as it was sent, with its scripts and its commit',
    },
  },
  {
    row: 3,
    behaviour: 'The build runs on servers and goes on when the computer that started it is closed',
    rivals: 'NNYP--',
    ours: 'yes',
    tests: {
      'test/journeys/build/whole-recipe.test.ts': '$example goes through every stage',
      'test/cli/build/wait.test.ts':
        'that Ctrl-C ends says that it goes on, and how to wait again; nothing listens afterwards',
    },
  },
  {
    row: 4,
    behaviour: 'One call launches a builder, installs, waits, makes the image and terminates the builder',
    rivals: 'NYYYNN',
    ours: 'yes',
    tests: {
      'test/journeys/build/whole-recipe.test.ts': 'the three examples, from recipe to replicated image',
    },
  },
  {
    row: 5,
    behaviour: 'A cleanup script runs before the image is made',
    rivals: 'NPPNPN',
    ours: 'yes',
    tests: {
      'test/journeys/instance/launch.test.ts':
        'by its name, cleaned first, tagged on image and snapshots, published, the instance running on',
    },
  },
  {
    row: 6,
    behaviour: 'The cleanup is verified, and an image with keys, history or credentials is refused',
    rivals: 'NNNNNN',
    ours: 'yes',
    tests: {
      'test/core/residue/report.test.ts': 'anything left fails the build, with the list',
      'test/journeys/image/searched-instances.test.ts':
        'that holds credentials makes no image, and is told with file and rule but without the secret',
    },
  },
  {
    row: 7,
    behaviour: 'Consistent disks: stops or freezes first, and names an image that is crash-consistent only',
    rivals: 'NYYYPP',
    ours: 'yes',
    tests: {
      'test/journeys/image/consistency.test.ts':
        'is consistent by a freeze, which the instance ends as soon as the snapshots have started',
    },
  },
  {
    row: 8,
    behaviour: 'Forgotten builders are terminated by something that does not depend on the build',
    rivals: 'YNYY--',
    ours: 'yes',
    tests: {
      'test/journeys/account/permissions.test.ts':
        'without ec2:TerminateInstances of compensate what it could not end goes with the reaper',
    },
  },
  {
    row: 9,
    behaviour: 'The builder of a failed build can be kept for debugging',
    rivals: 'NYYP--',
    ours: 'yes',
    tests: {
      'test/journeys/pipeline/kept-builder.test.ts':
        'is kept on request, runs until its deadline, can be connected to, and is then terminated',
    },
  },
  {
    row: 10,
    behaviour: 'No inbound port: sessions and commands of Systems Manager',
    rivals: 'PYYY-Y',
    ours: 'yes',
    tests: {
      'test/infra/stacks.test.ts':
        'the network of builders has three public subnets with a way out, no way in, and no gateway that costs',
      'test/journeys/instance/connect.test.ts': 'a command answers with its output and its exit code',
    },
  },
  {
    row: 11,
    behaviour: 'Spot builders, several instance types, and another zone when there is no capacity',
    rivals: 'PYPN--',
    ours: 'yes',
    tests: {
      'test/journeys/build/spot.test.ts':
        'of any type, the builder is on demand, stopped for its image, and the build says so',
      'test/journeys/build/failures.test.ts': 'when it $does',
    },
  },
  {
    row: 12,
    behaviour: 'Architecture and GPU of a type are asked from EC2, so new families need no new code',
    rivals: 'YNPP-Y',
    ours: 'yes',
    tests: {
      'test/aws/instances.test.ts': 'a type becomes plain values',
      'test/core/model/base.test.ts':
        'has an NVIDIA GPU to be a builder of al2023-gpu, and may have any for another base',
    },
  },
  {
    row: 13,
    behaviour: 'Rebuilds on a schedule, by cron with a time zone',
    rivals: 'NNYYPN',
    ours: 'yes',
    tests: {
      'test/journeys/night/rebuild-schedule.test.ts': 'is rebuilt at the minute of its recipe, without a night',
      'test/core/build/rebuild.test.ts': 'a schedule of the recipe’s own counts from the last build',
      'test/core/lib/cron.test.ts': 'times are those of the time zone’s clocks',
    },
  },
  {
    row: 14,
    behaviour: 'Rebuilds only when the base image or its parameter changed',
    rivals: 'NNYN--',
    ours: 'yes',
    tests: {
      'test/journeys/night/rebuild.test.ts': 'are left alone while nothing is newer',
      'test/journeys/night/newer-base.test.ts': 'of another family rebuilds nothing',
    },
  },
  {
    row: 15,
    behaviour: 'Pauses rebuilds after several failures in a row',
    rivals: 'NNYN--',
    ours: 'yes',
    tests: {
      'test/journeys/night/rebuild.test.ts':
        'are paused after three failures in a row, told of every night, and go on when somebody resumes them',
    },
  },
  {
    row: 16,
    behaviour: 'A new version of a parent rebuilds every child stack, in order',
    rivals: 'NPPNNN',
    ours: 'yes',
    tests: {
      'test/journeys/night/rebuild.test.ts':
        'are built again on a newer base, the parent first, the child when the parent is published',
    },
  },
  {
    row: 17,
    behaviour: 'Retries from the failed stage, test or distribution, without building again',
    rivals: 'NNYN--',
    ours: 'yes',
    tests: {
      'test/journeys/pipeline/retry.test.ts':
        'keeps its image on request, and nothing else; a retry with a mended test publishes and copies it',
      'test/journeys/replication/copies.test.ts':
        'is repaired by asking for the copies again: only the one that is missing is made',
    },
  },
  {
    row: 18,
    behaviour: 'Cancels a running build and leaves nothing behind',
    rivals: 'NPPN--',
    ours: 'yes',
    tests: {
      'test/journeys/build/cancel.test.ts': 'while it is at %s ends cancelled, and nothing of it is left',
    },
  },
  {
    row: 19,
    behaviour: 'Build numbers are atomic, and one content of a version is built at a time',
    rivals: 'NNPP--',
    ours: 'yes',
    tests: {
      'test/journeys/build/versions.test.ts': 'at once: exactly one wins, and the other learns which',
    },
  },
  {
    row: 20,
    behaviour: 'Logs are kept, and the record of the image leads to them',
    rivals: 'NNYY--',
    ours: 'yes',
    tests: {
      'test/journeys/build/whole-recipe.test.ts': 'the log of a build has the output of its scripts',
    },
  },
  {
    row: 21,
    behaviour: 'Adopts images of Packer, Image Builder or the console into the same catalog',
    rivals: 'PNPNYY',
    ours: 'yes',
    tests: {
      'test/journeys/image/tagging.test.ts': 'comes under management with what EC2 knows of it, on its snapshots too',
    },
  },
  {
    row: 22,
    behaviour: 'Writes a Packer template from a recipe',
    rivals: 'N-NNNN',
    ours: 'yes',
    tests: {
      'test/cli/build/packer.test.ts':
        'a recipe becomes a template with its scripts in order, cleaned last, tagged so that the image can be adopted',
    },
  },
  {
    row: 23,
    behaviour: 'Windows: from an ISO file to an image, with a prepared second image',
    rivals: 'YPYNNP',
    ours: 'no',
    tests: {},
    missing: 'Only Linux is supported, on purpose.',
  },
];
