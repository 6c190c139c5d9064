import type { ConsoleCheck } from '../kit';
import type { Steps } from './step';

const name = 'console-check';

/** Returns the instance to look at, and launches it the first time. */
function instanceOf(check: ConsoleCheck): { region: string; instance_id: string } {
  const [found] = check.spawn('list', '--name', name);
  return found ?? check.spawn('launch', name, '--instance-type', 'm7i.large');
}

/** Opens an instance by its name and terminates it. */
export const instances: Steps = {
  page: 'instances',
  addresses: (check) => {
    const { region, instance_id } = instanceOf(check);
    return ['#/instances', `#/instances/${region}/${instance_id}`, '#/instances/launch'];
  },
  act: async ({ page }, check) => {
    const { instance_id } = instanceOf(check);
    await page.getByRole('link', { name }).first().click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByText(`connect ${instance_id}`).first().waitFor();
    await page.getByRole('button', { name: 'Terminate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`terminate ${instance_id}`).first().waitFor();
    await dialog.getByLabel(`To confirm, type ${name}`).first().fill(name);
    await dialog.getByRole('button', { name: 'Terminate', exact: true }).click();
    await page.getByText(`${instance_id} is being terminated`).first().waitFor();
    const states = check.spawn('list', '--name', instance_id, '--all').map(({ state }: { state: string }) => state);
    expect(['shutting-down', 'terminated']).toContain(states[0]);
  },
};
