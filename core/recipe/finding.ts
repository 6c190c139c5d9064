import type { Path } from './document';

/** What is wrong (error) or doubtful (warning) in a recipe that its schema accepts, and at which of its values. */
export interface RecipeFinding {
  severity: 'error' | 'warning';
  path: Path;
  message: string;
  /** The line within an inline script. */
  scriptLine?: number;
}
