import type { ConsoleCheck } from '../kit';
import type { OpenPage } from '../open-page';

/** What the check does on a page of the console. */
export interface Steps {
  /** The page: the first part of its address. */
  page: string;
  /** All addresses to look at, such as the table and one of its items. */
  addresses: (check: ConsoleCheck) => string[];
  /** Does one thing on the page, which is open at its first address, and expects what it is for. */
  act: (opened: OpenPage, check: ConsoleCheck) => Promise<void>;
}
