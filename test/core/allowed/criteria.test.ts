import { criteriaOf, isAllowed, namePatterns, publishedImages, vendorProviders } from '../../../core/allowed/criteria';
import { commandsOf } from '../../../core/allowed/commands';
import { image } from '../../cli/kit/things';

const account = '123456789012';
const named = (name: string, stack?: string) => ({ name, ...(stack !== undefined && { stack }) });

describe('the criteria for published images', () => {
  test('name a stack by the start that builds give to its images, and other names as they are', () => {
    expect(
      namePatterns([
        named('pytorch-2.2-cpu-20260114', 'pytorch'),
        named('pytorch-2.3-cpu-20260115', 'pytorch'),
        named('Golden Image (2)', 'base'),
        named('pytorch-by-hand', 'other'),
        named('Golden Image (2)', 'base'),
      ]),
    ).toEqual(['Golden Image (2)', 'pytorch-*']);
  });

  test('accept them only from the account that publishes, and vendors only on request', () => {
    const images = [named('pytorch-2.2', 'pytorch')];
    expect(criteriaOf({ account, images, vendors: [] })).toEqual([
      { ImageProviders: [account], ImageNames: ['pytorch-*'] },
    ]);
    expect(criteriaOf({ account, images, vendors: ['amazon'] })).toEqual([
      { ImageProviders: [account], ImageNames: ['pytorch-*'] },
      { ImageProviders: ['amazon'] },
    ]);
  });

  test('accept no image of another account when nothing is published', () => {
    expect(criteriaOf({ account, images: [], vendors: [] })).toEqual([{ ImageProviders: ['none'] }]);
  });

  test('have at most fifty names each and ten in all, and more is refused', () => {
    const images = (count: number) => Array.from({ length: count }, (_unused, at) => named(`image ${at}`));
    const criteria = criteriaOf({ account, images: images(450), vendors: ['amazon'] });
    expect(criteria.map(({ ImageNames }) => ImageNames?.length)).toEqual([...Array(9).fill(50), undefined]);
    expect(() => criteriaOf({ account, images: images(451), vendors: ['amazon'] })).toThrow(
      expect.objectContaining({
        name: 'LimitExceeded',
        message: expect.stringMatching(/^the published images have 451/),
      }),
    );
  });

  test.each([
    ['a candidate', { lifecycle: 'candidate' }],
    ['an image that is disabled', { state: 'disabled' }],
    ['an image of another deployment', { deployment: 'prod@us-east-1' }],
    ['a copy that a member account owns', { account: '222233334444' }],
    ['an image of another stack', { stack: 'jax' }],
  ] as const)('are not made of %s', (_what, change) => {
    const own = image({ deployment: 'dev@us-east-1' });
    expect(publishedImages([own, { ...own, ...change }], 'dev@us-east-1', ['pytorch'])).toEqual([own]);
  });

  test('have vendors in a form that EC2 takes: no alias of ours', () => {
    expect(vendorProviders(['self', 'amazon', '111122223333', 'microsoft'])).toEqual([
      'amazon',
      '099720109477',
      '136693071363',
      '111122223333',
    ]);
  });
});

test.each([
  ['a published image of the account that publishes', { owner_id: '999988887777', name: 'pytorch-2.2' }, true],
  ['another image of that account', { owner_id: '999988887777', name: 'jax-1' }, false],
  ['such a name of a stranger', { owner_id: '666666666666', name: 'pytorch-2.2' }, false],
  ['an image of Amazon, by its alias', { owner_id: '137112412989', owner_alias: 'amazon', name: 'al2023' }, true],
  ['an own image of the account, whatever it is', { owner_id: account, name: 'anything' }, true],
])('%s is judged as EC2 would', (_what, judged, expected) => {
  const criteria = [
    { ImageProviders: ['999988887777'], ImageNames: ['golden', 'pytorch-*'] },
    { ImageProviders: ['amazon'] },
  ];
  expect(isAllowed(judged, criteria, account)).toBe(expected);
});

test('the commands for another account set the criteria before audit mode, in each region, and survive a shell', () => {
  expect(commandsOf([{ ImageProviders: [account], ImageNames: ["o'brien"] }], ['us-east-1'])).toEqual([
    `aws ec2 replace-image-criteria-in-allowed-images-settings --region us-east-1 --image-criteria '[{"ImageProviders":["123456789012"],"ImageNames":["o'\\''brien"]}]'`,
    'aws ec2 enable-allowed-images-settings --region us-east-1 --allowed-images-settings-state audit-mode',
  ]);
});
