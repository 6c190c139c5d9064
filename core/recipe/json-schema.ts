import * as z from 'zod';
import { recipeSchema } from './schema';

/** Returns the JSON Schema of a recipe for editors (`# yaml-language-server: $schema=…`). */
export function recipeJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(recipeSchema, { io: 'input', unrepresentable: 'any' });
  return {
    ...schema,
    title: 'spawn recipe',
    description: 'How a stack is built, tested and published as an EC2 image',
  };
}
