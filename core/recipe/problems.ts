import type * as z from 'zod';
import type { Path, Position, RecipeDocument } from './document';
import { recipeSchema } from './schema';
import { adviceFor } from '../lib/schema-advice';
import { keysAt } from '../lib/schema-keys';
import { mostSimilar } from '../lib/did-you-mean';

/** A problem of a recipe: `what` is wrong, its position, and `advice` to correct it. */
export interface RecipeProblem extends Position {
  what: string;
  advice?: string;
}

/** Returns the problems that the schema found, with their positions. */
export function problemsOf(error: z.ZodError, document: RecipeDocument): RecipeProblem[] {
  const problems = error.issues.flatMap((issue) => problemsOfIssue(issue, [], document));
  // A misspelled key is one mistake: the intended key is not reported as missing.
  const meant = problems.map(({ advice }) => /^did you mean `(.*)`\?$/.exec(advice ?? '')?.[1]);
  return problems.filter(
    ({ what }) =>
      !meant.some(
        (key) => key !== undefined && (what === `\`${key}\` is missing` || what.endsWith(`.${key}\` is missing`)),
      ),
  );
}

/** Returns a problem as one sentence: "unknown key `provison` (line 7, column 1): did you mean `provision`?" */
export function sentenceOf(problem: RecipeProblem): string {
  return `${problem.what} (line ${problem.line}, column ${problem.column})${problem.advice ? `: ${problem.advice}` : ''}`;
}

function problemsOfIssue(issue: z.core.$ZodIssue, above: Path, document: RecipeDocument): RecipeProblem[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(recipeSchema, path);
    return issue.keys.map((key) => {
      const similar = mostSimilar(key, known);
      return {
        what: `unknown key \`${key}\``,
        advice: similar ? `did you mean \`${similar}\`?` : `known here: ${known.join(', ')}`,
        ...document.positionOfKey(path, key),
      };
    });
  }
  if (issue.code === 'invalid_union') {
    // The branch with the deepest path says most. A branch for another type of value says nothing.
    const branch = issue.errors.find((issues) =>
      issues.every(({ path: below, code }) => below.length > 0 || code === 'custom' || code === 'unrecognized_keys'),
    );
    if (branch) return branch.flatMap((inner) => problemsOfIssue(inner, path, document));
  }
  const name = path.length > 0 ? `\`${nameOf(path)}\`` : 'the recipe';
  const last = path.at(-1);
  const isMissing = issue.input === undefined && typeof last === 'string';
  if (isMissing) return [{ what: `${name} is missing`, ...document.positionOf(path.slice(0, -1)) }];
  if (issue.code === 'invalid_key') {
    return [
      {
        what: `the key ${name} is not allowed`,
        advice: issue.issues[0]?.message,
        ...document.positionOfKey(path.slice(0, -1), String(last)),
      },
    ];
  }
  const value =
    issue.input === undefined || typeof issue.input === 'object' ? '' : ` is ${JSON.stringify(issue.input)}`;
  return [{ what: `${name}${value}`, advice: adviceFor(issue), ...document.positionOf(path) }];
}

function nameOf(path: Path): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key + 1}]` : `${index > 0 ? '.' : ''}${key}`))
    .join('');
}
