import type { Steps } from './step';

/** Starts a night and reads its report when it has ended. */
export const nights: Steps = {
  page: 'nights',
  addresses: (check) => {
    const listed = check.spawn('nightly', 'list');
    const { night } = listed.find(({ status }: { status: string }) => status !== 'running') ?? ended(check);
    return ['#/nights', `#/nights/${night}`];
  },
  act: async ({ page }, check) => {
    await page.getByRole('button', { name: 'Start now' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/ nightly$/).waitFor();
    await dialog.getByRole('button', { name: 'Start now' }).click();
    await page.getByRole('heading', { level: 1, name: /^Night of \d{4}-\d\d-\d\d$/ }).waitFor();
    const night = decodeURIComponent(/#\/nights\/(.+)$/.exec(page.url())?.[1] ?? '');
    expect(check.spawn('nightly', 'report', night).night).toBe(night);
    await page.getByText('Complete', { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole('heading', { level: 2, name: 'Health' }).waitFor();
  },
};

const ended = (check: Parameters<Steps['addresses']>[0]): { night: string } => check.spawn('nightly', '--wait');
