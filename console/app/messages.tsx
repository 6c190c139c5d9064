import Flashbar from '@cloudscape-design/components/flashbar';
import { useSyncExternalStore } from 'react';
import { dismiss, notifications } from '../shared/notifications';

/** Shows the notifications at the top of the page. */
export function Messages() {
  const shown = useSyncExternalStore(notifications.follow, notifications.get);
  return (
    <Flashbar
      stackItems
      items={shown.map(({ id, type, header, content }) => ({
        id,
        type: type === 'in-progress' ? 'info' : type,
        loading: type === 'in-progress',
        header,
        content,
        dismissible: true,
        dismissLabel: `Dismiss: ${header}`,
        onDismiss: () => dismiss(id),
      }))}
    />
  );
}
