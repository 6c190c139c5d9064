import { questions } from '../question/all';
import type { Report } from './form';

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
const minutes = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;

/** Renders a report for people. */
export function renderReport(report: Report): string {
  const { at, against, facts, steps, left, dollars } = report;
  const asked = facts.filter(({ verdict }) => verdict !== 'not asked');
  return `${[
    `# Acceptance of ${at.slice(0, 10)} against ${against}`,
    '',
    against === 'AWS'
      ? `${asked.length} of ${facts.length} questions were answered.`
      : `Nothing here says anything about AWS: ${against} answered. The column "rehearsal" has its answers.`,
    '',
    `Version ${report.project}, ${report.region} with a copy to ${report.copy_region}, ${minutes(report.seconds)}. Said beforehand: at most`,
    `${dollars.estimated.toFixed(2)} dollars; the builds cost about ${dollars.builds.toFixed(2)}.`,
    '',
    `| question | verdict |${against === 'AWS' ? '' : ' rehearsal |'} evidence |`,
    `|---|---|${against === 'AWS' ? '' : '---|'}---|`,
    ...facts.map(({ id, verdict, rehearsal, evidence }) => {
      const asks = questions.find((question) => question.id === id)?.asks ?? id;
      const more = against === 'AWS' ? '' : ` ${rehearsal ?? '-'} |`;
      return `| ${cell(asks)} (\`${id}\`) | ${verdict} |${more} ${cell(evidence)} |`;
    }),
    '',
    '| step | outcome | time | |',
    '|---|---|---|---|',
    ...steps.map(
      ({ name, outcome, seconds, detail }) => `| ${name} | ${outcome} | ${minutes(seconds)} | ${cell(detail)} |`,
    ),
    '',
    left.length === 0
      ? 'Nothing is left.'
      : `Left: ${left.map(({ kind, region }) => `${kind} in ${region}`).join(', ')}.`,
  ].join('\n')}\n`;
}
