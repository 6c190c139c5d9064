import { getImage } from '../../aws/catalog/images';
import { getRun } from '../../aws/catalog/runs';
import type { Image } from '../../core/model/image';
import { smallTypeFor } from '../../core/instance/type';
import type { ReplicaTest } from '../../core/replication/plan';
import type { BuildPlan } from '../../core/model/run';
import { storeText } from '../build/store-files';

// That it starts and takes a script is what can be said of any image.
const bootOnly = { script: '#!/bin/bash\nexit 0\n', timeout_seconds: 300 };
// A copy of a copy of a copy leads back to its build in as many steps.
const longestOrigin = 10;

/** The plan of the build that an image comes from, over any number of copies; undefined for one that no build made. */
async function planOfOrigin(image: Image): Promise<BuildPlan | undefined> {
  let current: Image | undefined = image;
  for (let copies = 0; current?.build_id !== undefined && copies < longestOrigin; copies += 1) {
    const run = await getRun(current.build_id);
    if (!run || run.kind !== 'replicate' || run.ami_id === undefined) return run?.plan;
    current = await getImage(run.region, run.ami_id);
  }
  return undefined;
}

/**
 * What the copies of an image are tested with: the test of its recipe or, where there is none, that they start on a
 * small type.
 */
export async function testOfReplicas(image: Image): Promise<ReplicaTest> {
  const test = (await planOfOrigin(image))?.test;
  if (test) return test;
  return {
    key: await storeText(bootOnly.script),
    instance_types: [smallTypeFor(image)],
    timeout_seconds: bootOnly.timeout_seconds,
  };
}
