import type { StackRecipe } from '../../core/model/stack-recipe';
import { readItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

/** The recipe that the catalog keeps for a stack's variant; undefined when none was published. */
export function getStackRecipe(stack: string, variant: string): Promise<StackRecipe | undefined> {
  return readItem<StackRecipe>(keyOf(stack, variant));
}

/** Keeps the recipe of a stack's variant in place of the one that was kept. */
export async function putStackRecipe(recipe: StackRecipe): Promise<void> {
  await writeItem(
    { ...keyOf(recipe.stack, recipe.variant), gsi1pk: 'RECIPES', gsi1sk: `${recipe.stack}#${recipe.variant}` },
    recipe,
  );
}

/** The recipes of all stacks, or of one, by stack and variant. */
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
