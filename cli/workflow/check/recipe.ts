import type { RecipeFinding } from '../../../core/recipe/finding';
import type { Context } from '../../framework/context';
import { exitCodes } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';
import { problemLine, type ReadRecipe, type RecipeProblem } from '../recipe/read';

// What only the deployment knows.
const notChecked = ['the base', 'regions', 'instance types', 'the version', 'quotas'];

const untestedWarning = 'the recipe has no test, so its image is published untested; add a script under test:';

/** Checks a recipe that was read, prints its problems and warnings, and returns the exit code. Nothing is sent. */
export async function writeCheck(context: Context, path: string, read: ReadRecipe): Promise<number> {
  const found = await findingsOf(context, path, read);
  const problems = [...read.problems, ...found.filter(({ severity }) => severity === 'error').map(problemOf)].sort(
    (one, other) => one.line - other.line || one.column - other.column,
  );
  const text =
    problems.length === 0
      ? `${path}: the recipe is valid\n`
      : problems.map((problem) => `${problemLine(problem)}\n`).join('');
  const untested = read.recipe !== undefined && read.recipe.test === undefined ? [untestedWarning] : [];
  const doubts = found.filter(({ severity }) => severity === 'warning').map((one) => problemLine(problemOf(one)));
  for (const warning of untested) context.messages.warn(`${path}: ${warning}`);
  context.messages.warnAll(doubts);
  const warnings = [...untested, ...doubts];
  await writeResult(context, { valid: problems.length === 0, problems, warnings, not_checked: notChecked }, () => text);
  if (problems.length === 0)
    context.messages.note(
      `Not checked: ${notChecked.join(', ')}. To check these with the deployment: spawn build ${path} --dry-run`,
    );
  return problems.length === 0 ? exitCodes.done : exitCodes.usage;
}

type PlacedFinding = RecipeProblem & Pick<RecipeFinding, 'severity'>;

function problemOf({ severity: _, ...problem }: PlacedFinding): RecipeProblem {
  return problem;
}

/** Returns what is wrong or doubtful in a recipe that the schema accepts. */
async function findingsOf(context: Context, path: string, read: ReadRecipe): Promise<PlacedFinding[]> {
  const { recipe, text, files } = read;
  const marked: PlacedFinding[] = text.startsWith('\uFEFF')
    ? [
        {
          severity: 'warning',
          file: path,
          line: 1,
          column: 1,
          message: 'the recipe begins with a byte-order mark: save it as UTF-8 without one',
        },
      ]
    : [];
  if (recipe === undefined) return marked;
  const { checkMachines } = await import('../../../core/recipe/machine-check');
  const { checkScript, scriptsOf } = await import('../../../core/recipe/script-check');
  const { checkSyntax, findShells } = await import('./shell-syntax');
  const { readDocument } = await import('../../../core/recipe/document');
  const scripts = scriptsOf(recipe, files);
  const syntax = await checkSyntax(scripts, await findShells(context.environment), context.environment);
  if (syntax.unread > 0 && context.verbose)
    context.messages.note(
      `No bash 4 or newer on this machine: the syntax of ${syntax.unread} script(s) is not checked`,
    );
  const document = readDocument(text);
  const lines = text.split('\n');
  const place = ({ path: value, message, severity, scriptLine }: RecipeFinding): PlacedFinding => {
    const { line, column } = document.positionOf(value);
    // The lines of a literal block follow its mark.
    const isBlock = scriptLine !== undefined && lines[line - 1]?.charAt(column - 1) === '|';
    return {
      severity,
      file: path,
      ...(isBlock ? { line: line + scriptLine, column: 1 } : { line, column }),
      message,
    };
  };
  return [...marked, ...[...checkMachines(recipe), ...scripts.flatMap(checkScript), ...syntax.findings].map(place)];
}
