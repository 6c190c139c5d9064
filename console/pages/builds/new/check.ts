import type { Problem } from '../../../client/problem';

/** A problem of a recipe; line and column count from 1. */
export interface Place {
  line: number;
  column: number;
  message: string;
}

/**
 * Returns the problems that the API has found in a recipe, with their places; none for a problem of another kind. A
 * file that is missing is placed where the text names it.
 */
export function placesOf({ errorName, message, details }: Problem, text: string): Place[] {
  if (errorName !== 'InvalidRecipe' && errorName !== 'TooLarge') return [];
  if (Array.isArray(details.problems)) return details.problems.map(placeOf);
  if (typeof details.file !== 'string') return [];
  const missing = missingFiles(details);
  if (missing.length === 0) return [{ ...placeOfName(text, details.file), message }];
  return missing.map((name) => ({ ...placeOfName(text, name), message: `'${name}' is missing` }));
}

/** Returns the names of the files that a recipe names and that were not sent. */
export function missingFiles(details: Problem['details']): string[] {
  return Array.isArray(details.missing) ? details.missing.map(String) : [];
}

/** Returns the line of a text that a place is in, and below it a mark at the column. */
export function excerptOf(text: string, { line, column }: Place): string {
  const shown = text.split('\n')[line - 1]?.replace(/\r$/, '') ?? '';
  const before = shown.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return `${shown}\n${before}^`;
}

function placeOf(problem: { what: string; advice?: string; line: number; column: number }): Place {
  const { what, advice, line, column } = problem;
  return { line, column, message: advice === undefined ? what : `${what}: ${advice}` };
}

function placeOfName(text: string, name: string): { line: number; column: number } {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => /^[\s-]*['"]?(script|source)\b/.test(line) && line.includes(name));
  const line = index >= 0 ? index : lines.findIndex((each) => each.includes(name));
  return { line: Math.max(0, line) + 1, column: Math.max(0, lines[line]?.indexOf(name) ?? 0) + 1 };
}
