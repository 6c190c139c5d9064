import { imageBuilderRecord } from '../../../core/model/image-builder';

test('the record that Image Builder keeps of an image is named by its tag, in the region of the record', () => {
  const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012:image/web/1.0.0/3';
  expect(imageBuilderRecord({ Ec2ImageBuilderArn: arn })).toEqual({ arn, region: 'eu-west-1' });
});

test.each<Record<string, string>>([
  {},
  { Ec2ImageBuilderArn: '' },
  { Ec2ImageBuilderArn: 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web/1.0.0' },
  { Ec2ImageBuilderArn: 'arn:aws:s3:::image/web/1/1' },
])('a tag that names something else is no record: %j', (tags) => {
  expect(imageBuilderRecord(tags)).toBeUndefined();
});
