import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useSyncExternalStore } from 'react';
import type { ConsoleSession } from '../../core/api/console-session';
import { useNow } from '../client/now';
import { useSession } from '../client/session';
import { hrefOf } from '../shared/navigation/route';
import { preferences, setPreferences, type Preferences } from './preferences';

/** Shows which deployment the page acts on, its time in local mode, and how the page looks. */
export function TopBar() {
  const session = useSession();
  const chosen = useSyncExternalStore(preferences.follow, preferences.get);
  const now = useNow();
  return (
    <TopNavigation
      identity={{ href: '#/', title: 'spawn' }}
      utilities={[
        ...(session.read_only ? [text('Read-only', 'lock-private')] : []),
        ...(session.deployment.local
          ? [text(`${now.toISOString().slice(0, 19).replace('T', ' ')} UTC, ${session.speed}×`, 'status-pending')]
          : []),
        text(deploymentText(session), 'globe', hrefOf('health')),
        {
          type: 'menu-dropdown',
          iconName: 'settings',
          ariaLabel: 'Appearance',
          title: 'Appearance',
          disableUtilityCollapse: false,
          items: items(chosen),
          onItemClick: ({ detail }) => setPreferences(changed(chosen, detail.id)),
        },
      ]}
      i18nStrings={{ overflowMenuTriggerText: 'More', overflowMenuTitleText: 'All' }}
    />
  );
}

const deploymentText = ({ deployment }: ConsoleSession): string =>
  deployment.local ? `Local mode, ${deployment.region}` : deployment.description;

function text(
  shown: string,
  iconName: 'lock-private' | 'status-pending' | 'globe',
  href = '#/',
): TopNavigationProps.Utility {
  return { type: 'button', variant: 'link', text: shown, iconName, href, ariaLabel: shown };
}

function items({ mode, density }: Preferences): TopNavigationProps.MenuDropdownUtility['items'] {
  const item = (id: string, label: string, checked: boolean) =>
    ({ id, text: label, itemType: 'checkbox', checked }) as const;
  return [
    {
      text: 'Mode',
      items: [
        item('mode:system', 'As the system', mode === 'system'),
        item('mode:light', 'Light', mode === 'light'),
        item('mode:dark', 'Dark', mode === 'dark'),
      ],
    },
    {
      text: 'Density',
      items: [
        item('density:comfortable', 'Comfortable', density === 'comfortable'),
        item('density:compact', 'Compact', density === 'compact'),
      ],
    },
  ];
}

function changed(chosen: Preferences, id: string): Preferences {
  const [name = '', value] = id.split(':');
  return { ...chosen, [name]: value };
}
