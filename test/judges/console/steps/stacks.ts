import type { ConsoleCheck } from '../kit';
import type { Steps } from './step';

/** Returns the image of a stack to look at. */
function imageOf(check: ConsoleCheck): { stack: string; version: string; ami_id: string } {
  return check.spawn('list-amis').find(({ stack }: { stack?: string }) => stack !== undefined);
}

/** Promotes a version to a channel, then shows what a policy would do and saves it. */
export const stacks: Steps = {
  page: 'stacks',
  addresses: (check) => {
    const { stack, ami_id } = imageOf(check);
    if (check.spawn('list-channels', '--stack', stack).length === 0)
      check.spawn('promote-ami', ami_id, '--to', 'beta', '--reason', 'First look');
    const one = `#/stacks/${stack}`;
    return ['#/stacks', one, `${one}?tab=channels&channel=beta`, `${one}?tab=policy`];
  },
  act: async (opened, check) => {
    const { page } = opened;
    const { stack, version, ami_id } = imageOf(check);
    await page.getByRole('link', { name: stack, exact: true }).first().click();
    await page.getByRole('link', { name: new RegExp(`^${version}.*Available`) }).waitFor();
    await page.getByRole('tab', { name: 'Channels' }).click();
    await page.getByRole('button', { name: 'Promote' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Version').first().click();
    await page.getByRole('option').first().click();
    await dialog.getByRole('textbox', { name: 'Channel' }).fill('stable');
    await dialog.getByText(/would point to/).waitFor();
    await dialog.getByText(`promote-ami ${ami_id} --to stable`).waitFor();
    expect(await opened.violations()).toEqual([]);
    await opened.shoot('stacks-promote');
    await dialog.getByRole('button', { name: 'Promote', exact: true }).click();
    await page
      .getByText(/^stable of .* points to/)
      .first()
      .waitFor();
    const channels = check.spawn('list-channels', '--stack', stack, '--channel', 'stable');
    expect(channels).toMatchObject([{ channel: 'stable', version }]);
    await page.getByRole('tab', { name: 'Policy' }).click();
    await page.getByLabel('Newest versions to keep').first().click();
    await page.getByRole('option', { name: 'Set a value' }).click();
    await page.getByLabel('Newest versions to keep: versions').fill('0');
    await page
      .getByText(/at least 1/)
      .first()
      .waitFor();
    opened.troubles.splice(0, opened.troubles.length, ...opened.troubles.filter((each) => !/400/.test(each)));
    await page.getByLabel('Newest versions to keep: versions').fill('5');
    await page.getByText(/\d+ images? deprecated, \d+ images? removed/).waitFor();
    await page.getByRole('button', { name: 'Save the policy' }).scrollIntoViewIfNeeded();
    await opened.shoot('stacks-policy-changed');
    await page.getByRole('button', { name: 'Save the policy' }).click();
    await dialog.getByText('cleanup.keep_latest: default → 5').waitFor();
    await dialog.getByText(`stack set ${stack} --keep-latest 5`).waitFor();
    await dialog.getByRole('button', { name: 'Save the policy' }).click();
    await page.getByText(`The policy of ${stack} is saved`).first().waitFor();
    expect(check.spawn('stack', 'show', stack).policy.cleanup.keep_latest).toBe(5);
  },
};
