import { cleanup } from './cleanup';
import { create } from './create';
import { deprecate } from './deprecate';
import { find } from './find';
import { health } from './health';
import { operate } from './operate';
import { prepare } from './prepare';
import { publish } from './publish';
import { replicate } from './replicate';
import { letters, systems, type FieldRow } from './row';
import { tag } from './tag';
import { test } from './test';

/** When the documents and sources of the other systems were read. */
const readOn = '2026-11-30';

const chapters: readonly { title: string; rows: readonly FieldRow[] }[] = [
  { title: 'Prepare and build', rows: prepare },
  { title: 'Create', rows: create },
  { title: 'Tags, provenance and contents', rows: tag },
  { title: 'Test', rows: test },
  { title: 'Publish and share', rows: publish },
  { title: 'Replicate', rows: replicate },
  { title: 'Find and use', rows: find },
  { title: 'Health', rows: health },
  { title: 'Deprecate', rows: deprecate },
  { title: 'Clean up', rows: cleanup },
  { title: 'Operate', rows: operate },
];

/** The behaviours of all chapters, in their order. */
export const fieldRows: readonly FieldRow[] = chapters.flatMap(({ rows }) => rows);

/** Renders the comparison by behaviour as Markdown. */
export function renderFieldDocument(): string {
  const own = (ours: FieldRow['ours']) => fieldRows.filter((row) => row.ours === ours).length;
  const alone = fieldRows.filter(({ ours, rivals }) => ours === 'yes' && !rivals.includes('Y')).length;
  return [
    '# Comparison by behaviour',
    '',
    'Generated from `scripts/field` by `npm run docs`; do not edit.',
    '',
    `This page compares spawn with other systems by ${fieldRows.length} behaviours that can be checked. Of these, spawn has ${own('yes')},`,
    `${own('partly')} partly, and ${own('no')} not. ${alone} of those that it has are complete in no other system below.`,
    '[The comparison](comparison.md) says in words when another tool is the better choice.',
    '',
    '- **yes**: a test of this repository shows the behaviour. The link leads to the file and has the title of the test.',
    '- **partly** and **no**: the last column says what is missing.',
    '- Letters of other systems: **Y** yes, **P** partly, **N** no, **-** does not apply.',
    '',
    'Most tests run against local mode, which simulates AWS. The letters come from the public documents and sources of the',
    `other systems, read on ${readOn}. They may have changed since, and they may be wrong: check before you decide.`,
    '',
    '| system | what is meant | Y | P | N | - |',
    '|---|---|---|---|---|---|',
    ...systems.map((system, index) => {
      const counts = letters.map((letter) => fieldRows.filter(({ rivals }) => rivals[index] === letter).length);
      return `| ${system} | ${meanings[system]} | ${counts.join(' | ')} |`;
    }),
    '',
    ...chapters.flatMap(({ title, rows }) => [
      `## ${title}`,
      '',
      `| # | behaviour | spawn | ${systems.join(' | ')} | shown by, or what is missing |`,
      `|---|---|---|${systems.map(() => '---|').join('')}---|`,
      ...rows.map(line),
      '',
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

const meanings: Readonly<Record<(typeof systems)[number], string>> = {
  'spore-host/spawn': 'the command of that name for EC2 instances',
  Packer: 'the `amazon-ebs` builder, and the registry HCP Packer',
  'Image Builder': 'EC2 Image Builder',
  AMIgo: '`guardian/amigo`',
  cleaners: '`amicleaner` of bonclay7 and of widdix, Cloud Custodian, Data Lifecycle Manager',
  cloud: 'EC2 itself; P also where only Google Cloud or Azure has it',
};

function line({ row, behaviour, rivals, ours, tests, missing }: FieldRow): string {
  const links = Object.entries(tests).map(([file, title]) => `[${escaped(title)}](../${file})`);
  const shown = ours === 'yes' ? links : [missing, ...links];
  return `| ${row} | ${behaviour} | ${ours} | ${[...rivals].join(' | ')} | ${shown.join('<br>')} |`;
}

const escaped = (title: string): string => title.replace(/[|[\]*\\]/g, '\\$&');
