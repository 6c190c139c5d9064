import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { commands } from '../cli/commands/all';
import { renderCommandsDocument } from '../cli/document/commands';
import { renderManPages } from '../cli/document/man-pages';
import manifest from '../cli/package.json';
import { recipeJsonSchema } from '../core/recipe/json-schema';
import { renderLocalModeDocument } from '../local/app/document';
import { policyFiles } from './deploy/policies';
import { renderErrorsDocument } from './errors/document';
import { renderFactsDocument } from './facts/document';
import { renderFieldDocument } from './field/document';
import { renderSettingsDocument } from './settings/document';
import { machineDocuments } from './machines';
import { renderReliabilityDocument } from './reliability/document';

/**
 * The documents that are made from code: path in the project, and what it must contain. A test fails when one is stale.
 */
export const documents: Readonly<Record<string, () => string>> = {
  'docs/commands.md': () => renderCommandsDocument(commands),
  'docs/local-mode.md': () =>
    renderLocalModeDocument(readFileSync(resolve('local', 'document-introduction.md'), 'utf8')),
  'docs/errors.md': renderErrorsDocument,
  'docs/field.md': renderFieldDocument,
  'docs/settings.md': renderSettingsDocument,
  'docs/aws-facts.md': renderFactsDocument,
  'docs/reliability.md': renderReliabilityDocument,
  ...machineDocuments(resolve('.')),
  'docs/recipe.schema.json': () => `${JSON.stringify(recipeJsonSchema(), null, 2)}\n`,
  ...policyFiles,
};

/** The manual pages: path in the project, and what it contains. They are built, not committed. */
export const manPages: Readonly<Record<string, () => string>> = Object.fromEntries(
  Object.entries(renderManPages(commands, manifest.version)).map(([name, text]) => [`dist/man/${name}`, () => text]),
);
