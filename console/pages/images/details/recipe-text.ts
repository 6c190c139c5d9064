import type { AnswerOf } from '../../../client/types';

/** Returns the text of a file in base64; for one that is no UTF-8 text its size. */
export function fileText(content: string): string {
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `${bytes.length} bytes that are no text`;
  }
}

/** Returns what is to know about a recipe: its build, its commit, and whether this is the text as it was sent. */
export function recipeNote({ build_id, as_sent, source }: AnswerOf<'readRecipe'>): string {
  return [
    `Of the build ${build_id}`,
    source && `git commit ${source.commit.slice(0, 12)}${source.changed ? ' with changes' : ''}`,
    !as_sent && 'in its parsed form, with defaults',
  ]
    .filter(Boolean)
    .join(', ');
}
