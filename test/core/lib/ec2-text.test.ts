import { createImageRequest } from '../../../core/api/contract/image-change';
import { launchInstanceRequest } from '../../../core/api/contract/requests';
import { deprecateImageRequest } from '../../../core/api/contract/image-change';
import { parseRequest } from '../../../core/lib/parse-request';
import { parseRecipe } from '../../../core/recipe/parse';

const recipe = (description: string) =>
  parseRecipe(
    JSON.stringify({
      stack: 'tool',
      version: '1.0.0',
      description,
      base: 'al2023',
      instance_types: ['m7i.large'],
      provision: [{ run: 'true' }],
    }),
  );

test('a description that EC2 would refuse after the build is a problem of the recipe, with the characters', () => {
  const { problems } = recipe('PyTorch \u2014 with CUDA\u2026');
  expect(problems).toHaveLength(1);
  expect(JSON.stringify(problems)).toContain('EC2 accepts only ASCII here');
  expect(JSON.stringify(problems)).toContain('\u2014');
  expect(recipe('x'.repeat(256)).problems).toHaveLength(1);
});

test('a description of ASCII is taken, without the line break at its end', () => {
  expect(recipe('PyTorch - with CUDA\n').recipe?.description).toBe('PyTorch - with CUDA');
});

test.each([
  [
    'a description of create-ami',
    () => parseRequest(createImageRequest, { instance: 'i-1', name: 'abc', description: 'a \u2014 b' }),
  ],
  [
    'the name of a key pair',
    () => parseRequest(launchInstanceRequest, { instance_type: 'm7i.large', key_name: 'schl\u00fcssel' }),
  ],
  ['the name of an instance', () => parseRequest(launchInstanceRequest, { instance_type: 'm7i.large', name: 'a\nb' })],
  ['a reason of a deprecation', () => parseRequest(deprecateImageRequest, { reason: 'old\nslow' })],
])('%s is refused by the request', (_, read) => {
  expect(read).toThrow(expect.objectContaining({ name: 'InvalidRequest' }));
});

test('a tag may have any other characters', () => {
  expect(parseRequest(deprecateImageRequest, { reason: 'veraltet \u2014 siehe 2.3' }).reason).toContain('\u2014');
});
