import type { Steps } from './step';

/** Opens the newest build and reads what its scripts have printed. */
export const builds: Steps = {
  page: 'builds',
  addresses: (check) => {
    const [{ build_id }] = check.spawn('builds', 'list');
    return ['#/builds', `#/builds/${build_id}`, '#/builds/new'];
  },
  act: async ({ page }, check) => {
    const [{ build_id }] = check.spawn('builds', 'list');
    await page.getByRole('link', { name: build_id }).first().click();
    await page.getByText(`builds show ${build_id}`).first().waitFor();
    await page.getByText('provision').first().waitFor();
    await page.getByLabel('Output of the scripts').getByText(/\S/).first().waitFor();
    expect(page.url()).toContain(`#/builds/${build_id}`);
  },
};
