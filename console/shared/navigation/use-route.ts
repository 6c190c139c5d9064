import { useSyncExternalStore } from 'react';
import { parseHash, type Route } from './route';

let last: { hash: string; route: Route } | undefined;

function current(): Route {
  const { hash } = window.location;
  if (last?.hash !== hash) last = { hash, route: parseHash(hash) };
  return last.route;
}

function follow(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** Returns the address that is shown, and renders again when it changes. */
export function useRoute(): Route {
  return useSyncExternalStore(follow, current);
}

/** Shows another address. `replace` leaves no entry in the history of the browser, for filters that change. */
export function navigate(href: string, { replace = false } = {}): void {
  if (!replace) {
    window.location.hash = href.replace(/^#/, '');
    return;
  }
  window.history.replaceState(null, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
