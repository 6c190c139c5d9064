import { accountOnly } from './account-only';
import { copy } from './copy';
import { create } from './create';
import { deploy } from './deploy';
import { events } from './events';
import { flow } from './flow';
import { instance } from './instance';
import { lifecycle } from './lifecycle';
import { readReports, settledBy, type Filed, type Settled } from './reports';
import { references } from './references';
import { bases, switchOf, treatments, type Fact } from './row';
import { store } from './store';
import { systemsManager } from './systems-manager';

const chapters: readonly { title: string; rows: readonly Fact[] }[] = [
  { title: 'Images: create and describe', rows: create },
  { title: 'Copies and keys', rows: copy },
  { title: 'Deprecate, disable, share and delete', rows: lifecycle },
  { title: 'Instances and accounts', rows: instance },
  { title: 'Systems Manager and its agent', rows: systemsManager },
  { title: 'Events and notifications', rows: events },
  { title: 'Step Functions, Lambda and the API', rows: flow },
  { title: 'Catalog, bucket, keys and logs', rows: store },
  { title: 'What uses an image', rows: references },
  { title: 'Policies and deployment', rows: deploy },
];

/** All facts: first those that only an account can settle, the most dangerous first, then the chapters. */
export const facts: readonly Fact[] = [...accountOnly, ...chapters.flatMap(({ rows }) => rows)];

/** Renders the ledger of facts as Markdown, with what the reports of acceptance runs say about them. */
export function renderFactsDocument(reports: readonly Filed[] = readReports(process.cwd())): string {
  const settled = settledBy(reports);
  const sure = (basis: Fact['basis']) => facts.filter((fact) => fact.basis === basis).length;
  const like = (local: Fact['local']) => facts.filter((fact) => fact.local === local).length;
  const optional = facts.filter(({ option }) => option !== undefined).length;
  return [
    '# Facts of AWS',
    '',
    'Generated from `scripts/facts` by `npm run docs`; do not edit. Whoever finds a fact adds a row.',
    '',
    `This page lists ${facts.length} facts of AWS that the code relies on. Each has its source, the files that rely on it, how`,
    '[local mode](local-mode.md) treats it, and the tests that would fail without it. Most tests run against local mode,',
    checked(settled),
    '',
    '| how sure | facts | meaning |',
    '|---|---|---|',
    ...bases.map((basis) => `| ${basis} | ${sure(basis)} | ${meanings[basis]} |`),
    '',
    '| local mode | facts | meaning |',
    '|---|---|---|',
    ...treatments.map((local) => `| ${local} | ${like(local)} | ${treated[local]} |`),
    '',
    `${optional} of ${facts.length} facts can be set or switched off in local mode, by the option in the last line of their cell; the others`,
    'always hold there. Options are those of `LocalOptions` (`local/app/options.ts`); `without` names facts by their ids.',
    `A test (\`test/proof/facts.test.ts\`) switches ${facts.filter((fact) => switchOf(fact)).length} of them off, one by one, and shows that a test of theirs fails then.`,
    '',
    '## Only an account can settle these',
    '',
    'The most dangerous facts, where local mode proves only that the code does what it assumes. `npm run accept` asks them',
    'in an account ([how](deploy.md#acceptance)); its report, once committed to `reports/`, is shown here.',
    '',
    ...accountOnly.flatMap((fact, index) => danger(fact, index + 1, settled.get(fact.id))),
    ...chapters.flatMap(({ title, rows }) => [
      `## ${title}`,
      '',
      '| fact | how sure, and source | relied on by | local mode | shown by |',
      '|---|---|---|---|---|',
      ...rows.map(line),
      '',
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

const meanings: Readonly<Record<Fact['basis'], string>> = {
  documented: 'a page of AWS’s documentation says so',
  model: 'the SDK’s model of the service says so',
  'seen in public': 'a public report or source shows it: repository and number or file',
  assumed: 'no source is known',
};

const treated: Readonly<Record<Fact['local'], string>> = {
  'does the same': 'it behaves as the fact says',
  harsher: 'it refuses more than AWS',
  'does not model it': 'what the code does about it is shown by other tests',
};

function checked(settled: ReadonlyMap<string, Settled>): string {
  if (settled.size === 0) return 'and nothing here was checked in an account yet.';
  const like = (verdict: Settled['verdict']): number =>
    [...settled.values()].filter((each) => each.verdict === verdict).length;
  return `and ${like('confirmed')} facts were confirmed in an account, ${like('refuted')} refuted.`;
}

function danger(fact: Fact, place: number, answer: Settled | undefined): string[] {
  const { id, settled } = fact;
  return [
    `### ${place}. ${id}`,
    '',
    `${fact.fact} (${sureness(fact)})`,
    '',
    `- Confirmed by: ${settled?.by}`,
    `- Refuted by: ${settled?.refuted}`,
    `- In an account: ${answered(answer)}`,
    `- Relied on by: ${codeOf(fact).join(', ')}`,
    `- Local mode: ${localOf(fact).join('; ')}`,
    `- Shown by: ${testsOf(fact).join('; ')}`,
    '',
  ];
}

function answered(answer: Settled | undefined): string {
  if (answer === undefined) return 'not asked yet';
  const { verdict, on, evidence, file } = answer;
  return `**${verdict}** on ${on}: ${evidence} ([report](../${file}))`;
}

function line(fact: Fact): string {
  const cells = [
    [`\`${fact.id}\``, fact.fact.replaceAll('|', '\\|')],
    [sureness(fact)],
    codeOf(fact),
    localOf(fact),
    testsOf(fact),
  ];
  return `| ${cells.map((cell) => cell.join('<br>')).join(' | ')} |`;
}

const sureness = ({ basis, source }: Fact): string => (source === undefined ? basis : `${basis}: ${source}`);

const codeOf = ({ code }: Fact): string[] => code.map((file) => `[\`${file}\`](../${file})`);

function localOf({ local, difference, option }: Fact): string[] {
  const treatment = difference === undefined ? local : `${local}: ${difference}`;
  return option === undefined ? [treatment] : [treatment, `option \`${option}\``];
}

const testsOf = ({ tests }: Fact): string[] => tests.map(([file, title]) => `[${escaped(title)}](../${file})`);

const escaped = (title: string): string => title.replace(/[|[\]*\\]/g, '\\$&');
