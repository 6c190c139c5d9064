import { parseBase } from '../model/base';
import { SpawnError } from '../errors';
import { readDocument, type Path, type RecipeDocument } from './document';
import { problemsOf, sentenceOf, type RecipeProblem } from './problems';
import { recipeSchema, type Recipe } from './schema';
import { checkTag } from '../model/user-tags';
import { parseVersion } from '../lib/version';

/** Parses a recipe. Returns all problems that can be found offline, in the order of the text. */
export function parseRecipe(
  text: string,
): { recipe: Recipe; problems: [] } | { recipe?: undefined; problems: RecipeProblem[] } {
  const document = readDocument(text);
  if (document.errors.length > 0) {
    return { problems: document.errors.map(({ message, line, column }) => ({ what: message, line, column })) };
  }
  if (document.value === null || document.value === undefined) {
    return {
      problems: [
        {
          what: 'the recipe is empty',
          advice: 'it needs at least stack, version, base, instance_types and provision',
          line: 1,
          column: 1,
        },
      ],
    };
  }
  const result = recipeSchema.safeParse(document.value, { reportInput: true });
  const wrong = result.success ? [] : result.error.issues.map(({ path }) => path[0]);
  const problems = [...(result.success ? [] : problemsOf(result.error, document)), ...rulesBroken(document, wrong)];
  problems.sort((left, right) => left.line - right.line || left.column - right.column);
  return result.success && problems.length === 0 ? { recipe: result.data, problems: [] } : { problems };
}

/** Parses a recipe. Throws InvalidRecipe, whose message names the first problem and whose details contain all. */
export function readRecipe(text: string): Recipe {
  const { recipe, problems } = parseRecipe(text);
  if (recipe) return recipe;
  const [first, ...others] = problems.map(sentenceOf);
  const more = others.length > 0 ? ` (and ${others.length} more: see problems)` : '';
  throw new SpawnError('InvalidRecipe', `${first ?? 'the recipe cannot be read'}${more}`, { problems });
}

/**
 * Returns the violations of rules that the schema cannot express: versions, bases, tags. Skips the keys in `wrong`,
 * which the schema has refused.
 */
function rulesBroken(document: RecipeDocument, wrong: readonly unknown[]): RecipeProblem[] {
  const problems: RecipeProblem[] = [];
  const { version, build_numbers: numbered, base, tags = {} } = document.value as Partial<Recipe>;
  const attempt = (path: Path, rule: () => unknown) => {
    if (wrong.includes(path[0])) return;
    try {
      rule();
    } catch (error) {
      if (!(error instanceof SpawnError)) throw error;
      problems.push({ what: error.message.replace(/\.$/, ''), ...document.positionOf(path) });
    }
  };
  const checkVersion = numbered === true ? checkNumbered : parseVersion;
  if (version !== undefined) attempt(['version'], () => checkVersion(version));
  if (base !== undefined) attempt(['base'], () => parseBase(base));
  for (const [key, value] of Object.entries(tags)) attempt(['tags', key], () => checkTag(key, value));
  return problems;
}

/** Throws InvalidVersion unless the number of a build can be added to the version. */
function checkNumbered(version: string): void {
  if (version.includes('+')) {
    const advice = 'write the version alone, such as 2.2.0';
    const why = 'has build metadata, but build_numbers adds its own';
    throw new SpawnError('InvalidVersion', `'${version}' ${why}: ${advice}.`, { version });
  }
  parseVersion(version);
  parseVersion(`${version}+999999`);
}
