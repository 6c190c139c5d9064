import { releaseFromName } from '../../../core/release/from-name';

describe('the stack and version of an image name', () => {
  test.each([
    ['webapp-v1.2.0', 'webapp', '1.2.0'],
    ['pytorch-2.2-cuda12-20260114', 'pytorch', '2.2'],
    ['pytorch-2.2-cpu', 'pytorch', '2.2'],
    ['genomics-pipeline-1.0', 'genomics-pipeline', '1.0'],
    ['pytorch-2.2-20260114-0123abc', 'pytorch', '2.2'],
  ])('of %s are %s and %s', (name, stack, version) => {
    expect(releaseFromName(name)).toEqual({ stack, version });
  });

  test.each([
    ['my-stack', 'has no version'],
    ['node-18', 'has a number that need not be a version'],
    ['genomics-pipeline-20260114', 'has only a date'],
    ['2.2-pytorch', 'begins with the version'],
    ['python-3.11-torch-2.2', 'has two versions'],
    ['webapp-1.2.0-rc.1', 'has a pre-release'],
    ['webapp-1.2.0-beta', 'has a pre-release'],
    ['My App-1.2.0', 'has no valid name of a stack'],
    ['webapp-1.2.3.4.5', 'has no valid version'],
  ])('of %s are unknown, because it %s', (name) => {
    expect(releaseFromName(name)).toBeUndefined();
  });
});
