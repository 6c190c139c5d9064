import type { ImageAnswer } from '../../../client/types';
import { flag } from '../../../shared/command-text';

/** The tabs of an image, and the command that shows the same. */
export const tabs = [
  { id: 'overview', label: 'Overview' },
  { id: 'lineage', label: 'Lineage' },
  { id: 'copies', label: 'Copies' },
  { id: 'packages', label: 'Packages' },
  { id: 'tests', label: 'Tests' },
  { id: 'provenance', label: 'Provenance' },
  { id: 'use', label: 'Who uses it' },
  { id: 'cost', label: 'Cost' },
  { id: 'history', label: 'History' },
  { id: 'recipe', label: 'Recipe' },
] as const;
export type TabId = (typeof tabs)[number]['id'];

/** Returns the tab of an address; the first one for any other. */
export function tabOf(query: Readonly<Record<string, string>>): TabId {
  return tabs.find(({ id }) => id === query.tab)?.id ?? 'overview';
}

/** Returns the words of the command that shows what a tab shows. */
export function tabCommand(
  tab: TabId,
  { ami_id, region }: Pick<ImageAnswer, 'ami_id' | 'region'>,
  other?: string,
): string[] {
  const here = flag('--region', region);
  switch (tab) {
    case 'packages':
      return other === undefined ? ['ami', 'packages', ami_id, ...here] : ['ami', 'diff', other, ami_id, ...here];
    case 'provenance':
      return ['verify', ami_id, ...here];
    case 'use':
      return ['ami', 'usage', ami_id];
    case 'cost':
      return ['ami', 'cost', ami_id];
    case 'recipe':
      return ['ami', 'recipe', ami_id, ...here];
    case 'lineage':
      return ['ami', 'descendants', ami_id];
    default:
      return ['ami', 'show', ami_id, ...here];
  }
}
