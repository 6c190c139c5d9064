import type { Steps } from './step';

/** Finds an image by its name and opens it. */
export const images: Steps = {
  page: 'images',
  addresses: (check) => {
    const [{ region, ami_id }] = check.spawn('list-amis');
    const tabs = ['lineage', 'copies', 'packages', 'tests', 'provenance', 'use', 'cost', 'history', 'recipe'];
    const image = `#/images/${region}/${ami_id}`;
    return ['#/images', '#/images?outdated=true', image, ...tabs.map((tab) => `${image}?tab=${tab}`)];
  },
  act: async ({ page }, check) => {
    const [{ name, ami_id }] = check.spawn('list-amis');
    const filter = page.getByLabel('Filter images');
    await filter.fill('no-such-*');
    await filter.press('Enter');
    await page.getByText('No images match').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.getByRole('link', { name }).first().click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByText(`ami show ami-`).waitFor();
    expect(page.url()).toMatch(/#\/images\/[a-z]+-[a-z]+-\d\/ami-[0-9a-f]+$/);
    expect(ami_id).toMatch(/^ami-/);
  },
};
