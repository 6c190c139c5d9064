import type { StackRecipe } from '../../core/model/stack-recipe';
import { readItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

/** Returns the stored recipe of a stack's variant; undefined when no build was published. */
export function getStackRecipe(stack: string, variant: string): Promise<StackRecipe | undefined> {
  return readItem<StackRecipe>(keyOf(stack, variant));
}

/** Stores the recipe of a stack's variant, over an earlier one. */
export async function putStackRecipe(recipe: StackRecipe): Promise<void> {
  await writeItem(
    { ...keyOf(recipe.stack, recipe.variant), gsi1pk: 'RECIPES', gsi1sk: `${recipe.stack}#${recipe.variant}` },
    recipe,
  );
}

/** Returns the recipes of all stacks, or of one, by stack and variant. */
export function listStackRecipes(stack?: string): Promise<StackRecipe[]> {
  return findAll<StackRecipe>({
    index: 'gsi1',
    partition: 'RECIPES',
    ...(stack !== undefined && { startsWith: `${stack}#` }),
  });
}

function keyOf(stack: string, variant: string): Key {
  return { pk: `RECIPE#${stack}#${variant}`, sk: 'RECIPE' };
}
