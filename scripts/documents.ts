import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { commands } from '../cli/commands/all';
import { renderCommandsDocument } from '../cli/document/commands';
import { renderManPages } from '../cli/document/man-pages';
import manifest from '../cli/package.json';
import { recipeJsonSchema } from '../core/recipe/json-schema';
import { renderLocalModeDocument } from '../local/app/document';
import { renderErrorsDocument } from './errors/document';
import { renderFieldDocument } from './field/document';
import { machineDocuments } from './machines';

/**
 * The documents that are made from code: path in the project, and what it must contain. A test fails when one is stale.
 */
export const documents: Readonly<Record<string, () => string>> = {
  'docs/commands.md': () => renderCommandsDocument(commands),
  'docs/local-mode.md': () =>
    renderLocalModeDocument(readFileSync(resolve('local', 'document-introduction.md'), 'utf8')),
  'docs/errors.md': renderErrorsDocument,
  'docs/field.md': renderFieldDocument,
  ...machineDocuments(resolve('.')),
  'docs/recipe.schema.json': () => `${JSON.stringify(recipeJsonSchema(), null, 2)}\n`,
};

/** The manual pages: path in the project, and what it contains. They are built, not committed. */
export const manPages: Readonly<Record<string, () => string>> = Object.fromEntries(
  Object.entries(renderManPages(commands, manifest.version)).map(([name, text]) => [`dist/man/${name}`, () => text]),
);
