import * as z from 'zod';

/** A stored recipe: its text as it was sent, its parsed form, and its files in base64. */
export interface KeptRecipe {
  /** Absent in what was stored before it was kept. */
  text?: string;
  recipe: unknown;
  files: Record<string, string>;
}

/** Returns the text of a stored recipe as it was sent; without it the parsed form as JSON, which is valid YAML. */
export function recipeText({ text, recipe }: KeptRecipe): { recipe: string; as_sent: boolean } {
  return text === undefined
    ? { recipe: `${JSON.stringify(recipe, null, 2)}\n`, as_sent: false }
    : { recipe: text, as_sent: true };
}

/** Answer of `GET /v1/images/{id}/recipe`. */
export const recipeAnswer = z.object({
  ami_id: z.string(),
  region: z.string(),
  name: z.string(),
  build_id: z.string(),
  recipe: z.string().describe('The recipe, as YAML'),
  as_sent: z.boolean().describe('Whether this is the text as it was sent; false: its parsed form, with defaults'),
  files: z.record(z.string(), z.string()).describe('The files that were sent with it, in base64'),
  source: z.object({ commit: z.string(), changed: z.boolean() }).optional().describe('The git commit of the recipe'),
});

export type RecipeAnswer = z.output<typeof recipeAnswer>;
