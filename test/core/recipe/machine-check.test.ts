import { checkMachines } from '../../../core/recipe/machine-check';
import { recipeSchema } from '../../../core/recipe/schema';

const found = (fields: object) =>
  checkMachines(
    recipeSchema.parse({
      stack: 'web',
      version: '1.0.0',
      base: 'al2023',
      instance_types: ['m7i.large'],
      provision: [{ run: 'true' }],
      ...fields,
    }),
  ).map(({ severity, path, message }) => `${severity} ${path.join('.')} ${message}`);

test('known types and regions are in order', () => {
  expect(
    found({
      instance_types: ['m7i.large', 'c7i-flex.12xlarge', 'u7i-12tb.224xlarge', 'g5.xlarge', 'm7a.metal-48xl'],
      regions: ['eu-west-1', 'ap-southeast-7'],
      test: { run: 'true', instance_types: ['t3.nano'] },
    }),
  ).toEqual([]);
});

test('a type that is not known is a warning with what may be meant: EC2 may be newer', () => {
  expect(found({ instance_types: ['mi7.large', 'm7i.larg', 'g55.xlarge', 'quantum1.large'] })).toEqual([
    "warning instance_types.0 the family of the instance type 'mi7.large' is not known: did you mean m7i.large?",
    "warning instance_types.1 the size of the instance type 'm7i.larg' is not known: did you mean m7i.large?",
    "warning instance_types.2 the family of the instance type 'g55.xlarge' is not known: did you mean g5.xlarge?",
    "warning instance_types.3 the family of the instance type 'quantum1.large' is not known: check its name",
  ]);
  expect(found({ instance_types: ['m7i.1xlarge'] })).toHaveLength(1);
});

test('a region that is not known is a warning', () => {
  expect(found({ regions: ['eu-west-1', 'eu-west-9', 'xx-nowhere-far-1'] })).toEqual([
    "warning regions.1 the region 'eu-west-9' is not known: did you mean eu-west-1?",
    "warning regions.2 the region 'xx-nowhere-far-1' is not known: check its name",
  ]);
});

test('a test on another architecture than the image is an error', () => {
  expect(found({ test: { run: 'true', instance_types: ['m7i.large', 'm7g.large'] } })).toEqual([
    "error test.instance_types.1 the instance type 'm7g.large' is arm64, but the image is x86_64: name a type of x86_64 for the test",
  ]);
  expect(found({ instance_types: ['c7g.large'], test: { run: 'true', instance_types: ['g5g.xlarge'] } })).toEqual([]);
});

test('so is a type to build on that contradicts the architecture or the first type', () => {
  expect(found({ architecture: 'arm64' })).toEqual([
    "error instance_types.0 the instance type 'm7i.large' is x86_64, but the image is arm64: name a type of arm64",
  ]);
  expect(found({ instance_types: ['m7i.large', 'm7g.large'] })).toHaveLength(1);
});

test('the architecture of an unknown family is left to EC2', () => {
  expect(found({ test: { run: 'true', instance_types: ['m99g.large'] } })).toEqual([
    expect.stringMatching(/^warning test\.instance_types\.0 the family/),
  ]);
});
