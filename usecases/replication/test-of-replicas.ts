import { getImage } from '../../aws/catalog/images';
import { getRun } from '../../aws/catalog/runs';
import type { Image } from '../../core/model/image';
import { smallTypeFor } from '../../core/instance/type';
import type { ReplicaTest } from '../../core/replication/plan';
import type { BuildPlan } from '../../core/model/run';
import { storeText } from '../build/store-files';

// Every image must start and run a script.
const bootOnly = { script: '#!/bin/bash\nexit 0\n', timeout_seconds: 300 };
// A chain of more copies than this does not occur.
const longestOrigin = 10;

/**
 * Returns the plan of the build that an image comes from, over any number of copies; undefined for an image without a
 * build.
 */
async function planOfOrigin(image: Image): Promise<BuildPlan | undefined> {
  let current: Image | undefined = image;
  for (let copies = 0; current?.build_id !== undefined && copies < longestOrigin; copies += 1) {
    const run = await getRun(current.build_id);
    if (!run || run.kind !== 'replicate' || run.ami_id === undefined) return run?.plan;
    current = await getImage(run.region, run.ami_id);
  }
  return undefined;
}

/** Returns the test for the copies of an image: that of its recipe, or else a start on a small type. */
export async function testOfReplicas(image: Image): Promise<ReplicaTest> {
  const test = (await planOfOrigin(image))?.test;
  if (test) return test;
  return {
    key: await storeText(bootOnly.script),
    instance_types: [smallTypeFor(image)],
    timeout_seconds: bootOnly.timeout_seconds,
  };
}
