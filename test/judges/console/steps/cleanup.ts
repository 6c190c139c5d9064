import type { ConsoleCheck } from '../kit';
import type { Steps } from './step';

let plan: { cleanup_id: string } | undefined;

/**
 * Builds the image once more and points the channels to it, so that the first one is neither the last of its stack nor
 * in a channel, and plans the removal of that.
 */
function planOf(check: ConsoleCheck): { cleanup_id: string } {
  if (plan !== undefined) return plan;
  const first = oldest(check);
  check.spawn('build', 'examples/pytorch-cpu/recipe.yaml', '--force', '--wait');
  const channels: { channel: string }[] = check.spawn('list-channels', '--stack', 'pytorch');
  for (const { channel } of channels) check.spawn('promote-ami', newest(check), '--to', channel);
  const planned: { cleanup_id: string } = check.spawn('cleanup-amis', first, '--dry-run');
  plan = planned;
  return planned;
}

function byAge(check: ConsoleCheck): string[] {
  const images: { ami_id: string; creation_date: string }[] = check.spawn('list-amis', '--stack', 'pytorch');
  return images.sort((one, other) => one.creation_date.localeCompare(other.creation_date)).map(({ ami_id }) => ami_id);
}

const oldest = (check: ConsoleCheck): string => byAge(check)[0]!;
const newest = (check: ConsoleCheck): string => byAge(check).at(-1)!;

/** Plans the removal of the oldest image, reviews and applies the plan, keeps one copy and follows it to the end. */
export const cleanup: Steps = {
  page: 'cleanup',
  addresses: (check) => {
    const { cleanup_id: id } = planOf(check);
    return ['#/cleanup', '#/cleanup/new', '#/cleanup/new?subject=unmanaged', `#/cleanup/${id}`];
  },
  act: async (opened, check) => {
    const { page } = opened;
    const image = oldest(check);
    await page
      .getByRole('button', { name: 'Plan a cleanup' })
      .or(page.getByRole('link', { name: 'Plan a cleanup' }))
      .click();
    await page.getByLabel('Versions to keep').fill('none');
    await page.getByText('Write a number from 1 to 1000').first().waitFor();
    await page.goto(page.url().replace(/#.*/, '#/cleanup/new?subject=named'));
    await page.getByLabel('Image ids').fill(image);
    await page.getByText(`cleanup-amis ${image} --dry-run`).waitFor();
    await page.getByRole('button', { name: 'Make the plan' }).click();

    await page.getByRole('heading', { level: 2, name: /^The plan saves ≤? ?\$\d+\.\d\d a month$/ }).waitFor();
    await page.getByText('it was named in the request').first().waitFor();
    const id = /#\/cleanup\/(cln-[0-9a-z]+)$/.exec(page.url())?.[1] ?? '';
    await page.getByRole('button', { name: /^Keep .* in us-west-2$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Also its copies in other regions').click();
    await dialog
      .getByText(/ tag-ami ami-[0-9a-f]+ --tag spawn:keep=true --region us-west-2$/)
      .first()
      .waitFor();
    await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
    await page
      .getByText(/^Keep .*: done$/)
      .first()
      .waitFor();

    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await dialog.getByText(`cleanup-amis --plan ${id}`).first().waitFor();
    await dialog.getByLabel('To confirm, type remove').first().fill('remove');
    await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
    await page
      .getByText(/^ends in /)
      .first()
      .waitFor();
    await page.getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
    await page.getByText(/^2 removed, 1 kept after all, /).waitFor();
    await page.getByText('its tag spawn:keep=true protects it').waitFor();
    await opened.settle();
    // Only now are there results to look at.
    expect(await opened.violations()).toEqual([]);
    await opened.shoot('cleanup-done');
    const cleanups: { cleanup_id: string; counts: object }[] = check.spawn('ami', 'cleanups');
    expect(cleanups.find(({ cleanup_id }) => cleanup_id === id)?.counts).toMatchObject({ removed: 2, taken_back: 1 });
  },
};
