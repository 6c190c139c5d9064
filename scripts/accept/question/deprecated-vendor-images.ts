import { confirmed, notAsked, refuted, type Question } from './form';

/** Whether a filter on `image-id` finds deprecated images of vendors. */
export const deprecatedVendorImages: Question = {
  id: 'image-id-filter-hides-deprecated',
  asks: 'Does a filter on image-id leave out deprecated images of others unless IncludeDeprecated is set?',
  how: 'DescribeImages of a deprecated image of Amazon: by its filter with and without IncludeDeprecated, and by its id.',
  answers: {
    confirmed: 'The filter finds it with IncludeDeprecated and not without; the id finds it without.',
    refuted: 'Any of the three answers is another one.',
  },
  async act(session) {
    const describe = async (input: object): Promise<any[]> =>
      (await session.call('ec2', 'DescribeImages', session.region, input)).Images;
    const all = await describe({
      Owners: ['amazon'],
      IncludeDeprecated: true,
      Filters: [{ Name: 'name', Values: ['al2023-ami-2023.*-x86_64'] }],
    });
    const now = session.now().getTime();
    const old = all.find(({ DeprecationTime }) => Date.parse(DeprecationTime ?? '') < now);
    if (old === undefined) return notAsked(`none of ${all.length} images of Amazon Linux 2023 is deprecated`);
    const Filters = [{ Name: 'image-id', Values: [old.ImageId] }];
    const found = {
      'filter with IncludeDeprecated': (await describe({ Filters, IncludeDeprecated: true })).length,
      'filter without': (await describe({ Filters })).length,
      'id without': (await describe({ ImageIds: [old.ImageId] })).length,
    };
    const said = Object.entries(found)
      .map(([how, count]) => `${how}: ${count}`)
      .join('; ');
    return Object.values(found).join() === '1,0,1' ? confirmed(said) : refuted(said);
  },
};
