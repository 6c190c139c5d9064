import type { Steps } from './step';

/** Checks the account and finds what the command finds. */
export const health: Steps = {
  page: 'health',
  addresses: () => ['#/health', '#/health?ok=true'],
  act: async (opened, check) => {
    const { page } = opened;
    await page.getByText(check.spawn('version').deployment.version, { exact: true }).first().waitFor();
    await page.getByText('Nothing is left to remove', { exact: true }).waitFor();
    await page.getByText('Not checked yet', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByRole('button', { name: 'Check again' }).waitFor();
    await page.getByText(/^\d+ .*OK, checked /).waitFor();
    await page.getByText('Show what is OK').click();
    await page.getByRole('cell', { name: 'OK', exact: true }).first().waitFor();
    // Only now are there findings to look at.
    expect(await opened.violations()).toEqual([]);
    await opened.shoot('health-checked');
    expect(page.url()).toMatch(/#\/health\?ok=true$/);
  },
};
