import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';
import { createStore } from '../client/store';

/** How the page looks, remembered by the browser. `system` follows the system's own setting. */
export interface Preferences {
  mode: 'system' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
}

const key = 'spawn-console-preferences';
const byDefault: Preferences = { mode: 'system', density: 'comfortable' };

/** Returns the preferences of a text that the browser has kept; those of nobody for any other text. */
export function parsePreferences(text: string | null): Preferences {
  try {
    const { mode, density } = JSON.parse(text ?? '') as Partial<Preferences>;
    return {
      mode: mode === 'light' || mode === 'dark' ? mode : 'system',
      density: density === 'compact' ? 'compact' : 'comfortable',
    };
  } catch {
    return byDefault;
  }
}

export const preferences = createStore<Preferences>(byDefault);

/** Keeps the preferences and applies them. */
export function setPreferences(chosen: Preferences): void {
  preferences.set(chosen);
  apply();
  try {
    localStorage.setItem(key, JSON.stringify(chosen));
  } catch {
    // A browser that keeps nothing still shows what was chosen.
  }
}

/** Applies what the browser has kept, and follows the system's setting from then on. */
export function startPreferences(): void {
  try {
    preferences.set(parsePreferences(localStorage.getItem(key)));
  } catch {
    // Storage is switched off in this browser.
  }
  apply();
  prefersDark().addEventListener('change', apply);
}

const prefersDark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

function apply(): void {
  const { mode, density } = preferences.get();
  applyMode(mode === 'dark' || (mode === 'system' && prefersDark().matches) ? Mode.Dark : Mode.Light);
  applyDensity(density === 'compact' ? Density.Compact : Density.Comfortable);
}
