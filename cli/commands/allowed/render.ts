import type { AllowedImagesAnswer, SetAllowedImagesAnswer } from '../../../core/allowed/contract';
import { namesOfRefused, type AllowedState } from '../../../core/allowed/setting';
import type { Styles } from '../../framework/style';
import { renderTable } from '../../render/layout/table';

const words: Record<AllowedState, string> = { disabled: 'off', 'audit-mode': 'audit mode', enabled: 'enabled' };

/** Renders criteria of Allowed AMIs, the commands that set them elsewhere, and the setting of the home account. */
export function renderAllowedImages(
  { account, criteria, commands, regions }: AllowedImagesAnswer & { commands: readonly string[] },
  styles: Styles,
  width?: number,
): string {
  const table = renderTable(
    regions,
    [
      { heading: 'REGION', cell: ({ region }) => region },
      { heading: 'STATE', cell: ({ state }) => words[state] },
      { heading: 'SET BY', cell: ({ managed_by }) => managed_by },
      { heading: 'THESE CRITERIA', cell: ({ same }) => (same ? 'yes' : 'no') },
      { heading: 'WOULD REFUSE', cell: ({ refused }) => namesOfRefused(refused), whole: true },
    ],
    styles,
    width,
  );
  return [
    `Criteria (ImageCriteria):\n${JSON.stringify(criteria, null, 2)}\n`,
    `In another account:\n${commands.map((command) => `  ${command}\n`).join('')}`,
    `In account ${account} of the deployment:\n${table}`,
  ].join('\n');
}

/** Renders a line for each region: what was set, or the error. */
export function renderAllowedImagesChange({ results }: SetAllowedImagesAnswer, state: AllowedState): string {
  return results
    .map(({ region, changed, error }) => {
      if (error) return `${region}: failed${despite(changed)}: ${error.name}: ${error.message}\n`;
      return `${region}: ${changed ? 'Allowed AMIs is' : 'was already'} ${words[state]}\n`;
    })
    .join('');
}

function despite(changed: boolean | undefined): string {
  if (changed === undefined) return ', and it is not known whether the setting changed';
  return changed ? ', and the setting changed in part' : '';
}
