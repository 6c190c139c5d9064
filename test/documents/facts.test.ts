import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { questions } from '../../scripts/accept/question/all';
import type { Report } from '../../scripts/accept/report/form';
import { facts, renderFactsDocument } from '../../scripts/facts/document';
import type { Filed } from '../../scripts/facts/reports';
import { options, type Fact } from '../../scripts/facts/row';
import { titlesOf } from './titles';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const idsOf = (rows: readonly Fact[]): string[] => rows.map(({ id }) => id);

test('there are at least a hundred facts, each under an id of its own', () => {
  expect(facts.length).toBeGreaterThanOrEqual(100);
  expect(idsOf(facts).filter((id, index) => idsOf(facts).indexOf(id) !== index)).toEqual([]);
  expect(idsOf(facts).filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test('a fact is one sentence', () => {
  expect(idsOf(facts.filter(({ fact }) => !/^[A-Z`][^\n]*[^.]\.$/.test(fact) || /\. [A-Z]/.test(fact)))).toEqual([]);
});

test('every file that relies on a fact is there', () => {
  const missing = facts.flatMap(({ id, code }) =>
    code.filter((file) => !existsSync(join(root, file))).map((file) => `${id}: ${file}`),
  );
  expect(missing).toEqual([]);
  expect(idsOf(facts.filter(({ code }) => code.length === 0))).toEqual([]);
});

test('every test that a fact names is in its file under that title', () => {
  const missing = facts.flatMap(({ id, tests }) =>
    tests
      .filter(([file, title]) => !existsSync(join(root, file)) || !titlesOf(file).includes(title))
      .map(([file, title]) => `${id}: ${file}: ${title}`),
  );
  expect(missing).toEqual([]);
  expect(idsOf(facts.filter(({ tests }) => tests.length === 0))).toEqual([]);
});

test('a fact has a source unless it is assumed', () => {
  expect(idsOf(facts.filter(({ basis, source }) => (basis === 'assumed') !== (source === undefined)))).toEqual([]);
});

test('a public report is named by its repository', () => {
  const reports = facts.filter(({ basis }) => basis === 'seen in public');
  expect(idsOf(reports.filter(({ source }) => !/^[\w-]+\/[\w.-]+(#\d+|, )/.test(source ?? '')))).toEqual([]);
});

test('where local mode differs from a fact, one sentence says how', () => {
  const wrong = facts.filter(({ local, difference }) =>
    local === 'does the same' ? difference !== undefined : !/^[A-Z][^|]*\.$/.test(difference ?? ''),
  );
  expect(idsOf(wrong)).toEqual([]);
});

test('every option is one of local mode, and is named by a fact', () => {
  const undeclared = Object.entries(options).filter(
    ([option, file]) => !new RegExp(`^  ${option.split('.').pop()}\\??: `, 'm').test(read(file)),
  );
  expect(undeclared).toEqual([]);
  const named = facts.map(({ option }) => option);
  expect(Object.keys(options).filter((option) => !named.some((each) => each === option))).toEqual([]);
});

test('the ten facts that only an account can settle come first and say what confirms and refutes them', () => {
  expect(idsOf(facts.filter(({ settled }) => settled !== undefined))).toEqual(idsOf(facts).slice(0, 10));
});

test('the page is current, has every fact once, and counts those with an option', () => {
  const text = renderFactsDocument();
  expect(read('docs/aws-facts.md')).toBe(text);
  const listed = [...text.matchAll(/^(?:### \d+\. |\| `)([a-z0-9-]+)/gm)].map(([, id]) => id!);
  expect(listed).toEqual(idsOf(facts));
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.filter((line) => line.replace(/\\\|/g, '').split('|').length !== 7)).toEqual([]);
  expect(text).toContain(`\n${text.match(/option `/g)!.length} of ${facts.length} facts can be set or switched off`);
});

describe('the reports of acceptance runs', () => {
  const id = 'image-id-filter-hides-deprecated';
  const report = (
    at: string,
    verdict: 'confirmed' | 'refuted' | 'not asked',
    against: Report['against'] = 'AWS',
  ): Filed => [
    `reports/accept-${at}.json`,
    {
      version: 1,
      at: `${at}T10:00:00Z`,
      against,
      project: '0.1.0',
      region: 'us-east-1',
      copy_region: 'us-west-2',
      facts: [{ id, verdict, evidence: 'filter without: 0' }],
      steps: [],
      seconds: 60,
      dollars: { estimated: 2, builds: 1 },
      left: [],
    },
  ];
  const answer = (...reports: Filed[]) =>
    /### 7\. image-id-filter-hides-deprecated\n[^]*?- In an account: ([^\n]*)/.exec(renderFactsDocument(reports))?.[1];

  test('are shown at their fact, the newest answer of AWS', () => {
    expect(answer()).toBe('not asked yet');
    expect(answer(report('2026-12-02', 'refuted'), report('2026-12-01', 'confirmed'))).toBe(
      '**refuted** on 2026-12-02: filter without: 0 ([report](../reports/accept-2026-12-02.json))',
    );
    expect(renderFactsDocument([report('2026-12-01', 'confirmed')])).toContain(
      '\nand 1 facts were confirmed in an account, 0 refuted.\n',
    );
  });

  test('say nothing where local mode answered, or where the question was not asked', () => {
    expect(answer(report('2026-12-02', 'confirmed', 'local mode'))).toBe('not asked yet');
    expect(answer(report('2026-12-01', 'confirmed'), report('2026-12-02', 'not asked'))).toContain('on 2026-12-01');
  });

  test('every question of a run is a fact that only an account can settle, in their order', () => {
    expect(questions.map((question) => question.id)).toEqual(idsOf(facts).slice(0, 10));
    expect(questions.filter(({ judge, act }) => (judge === undefined) === (act === undefined))).toEqual([]);
  });
});
