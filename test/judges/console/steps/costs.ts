import type { Steps } from './step';

/** Asks for the break-even with another value of time, and for one stack. */
export const costs: Steps = {
  page: 'costs',
  addresses: () => ['#/costs', '#/costs?stack=no-such-stack', '#/costs?minutes=15&hourly=40'],
  act: async ({ page }, check) => {
    await page.getByText('ami cost --history --days 90').waitFor();
    const { by_stack } = check.spawn('ami', 'cost');
    const [stack] = Object.keys(by_stack);
    await page.getByLabel('Minutes saved per launch').fill('many');
    await page.getByText('Write a number').waitFor();
    await page.getByLabel('Minutes saved per launch').fill('0');
    await page.getByRole('button', { name: 'Show costs' }).click();
    await page.getByText('None: a launch saves no time').waitFor();
    await page.getByText('ami cost --minutes-saved 0').waitFor();
    await page.getByRole('link', { name: stack, exact: true }).first().click();
    await page.getByText(`ami cost --stack ${stack} --minutes-saved 0`).waitFor();
    await page.getByText(`ami cost --history --days 90 --stack ${stack}`).waitFor();
    expect(page.url()).toContain(`#/costs?stack=${stack}&minutes=0`);
  },
};
