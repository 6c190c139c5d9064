import { errorNames, exitCodeOfStatus, statusOfError, type ErrorName } from '../../core/errors';
import { faultTexts } from './faults';
import { inputTexts } from './input';
import { missingTexts } from './missing';
import { refusedTexts } from './refused';
import { runTexts } from './runs';
import type { ErrorText } from './text';

/** The texts of every error; a new name without a text does not compile. */
export const errorTexts: Readonly<Record<ErrorName, ErrorText>> = {
  ...inputTexts,
  ...missingTexts,
  ...refusedTexts,
  ...runTexts,
  ...faultTexts,
};

const chapters: readonly { title: string; introduction: string; texts: Partial<Record<ErrorName, ErrorText>> }[] = [
  { title: 'Wrong input', introduction: 'Nothing was started or changed.', texts: inputTexts },
  { title: 'Not found', introduction: 'Nothing was started or changed.', texts: missingTexts },
  {
    title: 'Wrong state, or refused by a policy',
    introduction: 'Nothing was started or changed.',
    texts: refusedTexts,
  },
  {
    title: 'Failed runs',
    introduction:
      'A build, operation, cleanup or nightly run ends with these names. A failed build removes what it created. If a request itself is refused with such a name, it has the HTTP status below.',
    texts: runTexts,
  },
  { title: 'Faults of the deployment', introduction: 'The request was correct.', texts: faultTexts },
];

/** Renders the list of all errors as Markdown: meaning, cause, action, exit code and HTTP status of each. */
export function renderErrorsDocument(): string {
  return [
    '# Errors',
    '',
    'Generated from `core/errors.ts` and `scripts/errors` by `npm run docs`; do not edit.',
    '',
    'Every error has a fixed name. The command prints its message: what was wrong with which value, then what to do. With',
    '`-o json`, a failed build has the name in `failure.name`. The API answers with `name` and `detail`.',
    '',
    ...chapters.flatMap(({ title, introduction, texts }) => [
      `## ${title}`,
      '',
      introduction,
      '',
      ...errorNames.flatMap((name) => {
        const text = texts[name];
        return text === undefined ? [] : section(name, text);
      }),
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function section(name: ErrorName, { meaning, cause, action }: ErrorText): string[] {
  const status = statusOfError(name);
  return [
    `### ${name}`,
    '',
    meaning,
    '',
    `- Cause: ${cause}`,
    `- What to do: ${action}`,
    `- Exit code ${exitCodeOfStatus(status)}, HTTP status ${status}`,
    '',
  ];
}
