import { recipeText } from '../../../core/recipe/kept';
import { parseRecipe } from '../../../core/recipe/parse';

const parsed = {
  stack: 'tool',
  version: '1.0.0',
  base: 'al2023',
  instance_types: ['m7i.large'],
  provision: [{ run: 'true' }],
};

test('a recipe is read back as it was sent, comments too', () => {
  const text = '# why\nstack: tool\n';
  expect(recipeText({ text, recipe: parsed, files: {} })).toEqual({ recipe: text, as_sent: true });
});

test('of a recipe that was stored without its text, the parsed form is a valid recipe, and is said to be that', () => {
  const { recipe, as_sent } = recipeText({ recipe: parsed, files: {} });
  expect([as_sent, parseRecipe(recipe).problems]).toEqual([false, []]);
});
