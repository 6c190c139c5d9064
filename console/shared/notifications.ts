import { createStore } from '../client/store';
import type { Problem } from '../client/problem';

/** What a page tells at its top. */
export interface Notification {
  id: string;
  type: 'success' | 'info' | 'warning' | 'error' | 'in-progress';
  header: string;
  content?: string;
}

/** The notifications that are shown, the newest first. */
export const notifications = createStore<readonly Notification[]>([]);

const most = 5;
let count = 0;

/** Shows a notification until it is dismissed; five at most. */
export function notify(notification: Omit<Notification, 'id'>): void {
  count += 1;
  notifications.set([{ id: `notification-${count}`, ...notification }, ...notifications.get()].slice(0, most));
}

/** Shows what went wrong with an action, and what to do. */
export function notifyProblem(header: string, { message, hint, errorName }: Problem): void {
  notify({
    type: 'error',
    header,
    content: [`${errorName ? `${errorName}: ` : ''}${message}`, hint].filter(Boolean).join('. '),
  });
}

/** Dismisses a notification. */
export function dismiss(id: string): void {
  notifications.set(notifications.get().filter((each) => each.id !== id));
}
