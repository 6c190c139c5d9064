import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useAnswer } from '../../../client/use-answer';
import type { AnswerOf } from '../../../client/types';
import { hrefOf } from '../../../shared/navigation/route';
import { ProblemAlert } from '../../../shared/problem-alert';
import { lineageOf, lineageText, type Node } from './lineage';

const [width, height, gap] = [460, 56, 34];
const dashes: Partial<Record<Node['state'], string>> = { gone: '4 4', withdrawn: '4 4', vendor: '1 3' };

/** The lineage of an image as a drawing: from the vendor's image down to the images that were built on it. */
export function LineageTab({ image }: { image: AnswerOf<'showImage'> }) {
  const { ami_id: id, region } = image;
  const ancestry = useAnswer('readAncestry', { parameters: { id }, query: { region } });
  const descendants = useAnswer('listDescendants', { parameters: { id } });
  const failed = [ancestry, descendants].find(({ problem }) => problem);
  if (failed?.problem) return <ProblemAlert problem={failed.problem} retry={failed.refresh} />;
  if (!ancestry.answer || !descendants.answer) return <Spinner size="large" />;
  const nodes = lineageOf(image, ancestry.answer, descendants.answer);
  return (
    <SpaceBetween size="s">
      {ancestry.answer.ancestry.length === 0 && <Box>What it was built on is not recorded.</Box>}
      <Drawing nodes={nodes} />
    </SpaceBetween>
  );
}

function Drawing({ nodes }: { nodes: readonly Node[] }) {
  const whole = nodes.length * (height + gap) - gap + 4;
  return (
    <svg
      viewBox={`0 0 ${width + 4} ${whole}`}
      style={{ inlineSize: '100%', maxInlineSize: `${width + 4}px`, color: 'inherit' }}
      role="group"
      aria-label={`Lineage: ${lineageText(nodes)}`}
    >
      {nodes.map((node, index) => {
        const top = index * (height + gap) + 2;
        return (
          <g key={`${node.detail} ${index}`}>
            <Card node={node} top={top} />
            {node.relation !== '' && <Arrow from={top + height} label={node.relation} />}
          </g>
        );
      })}
    </svg>
  );
}

function Card({ node: { title, detail, link, state }, top }: { node: Node; top: number }) {
  const drawn = (
    <>
      <title>{`${title}: ${detail}`}</title>
      <rect
        x={2}
        y={top}
        width={width}
        height={height}
        rx={8}
        fill="transparent"
        stroke="currentColor"
        strokeWidth={state === 'this' ? 3 : 1}
        strokeDasharray={dashes[state]}
      />
      <text x={16} y={top + 23} fill="currentColor" fontWeight={700} fontSize={15} textDecoration={link && 'underline'}>
        {shortened(title, 48)}
      </text>
      <text x={16} y={top + 43} fill="currentColor" fontSize={13}>
        {shortened(detail, 60)}
      </text>
    </>
  );
  return link ? <a href={hrefOf('images', [link.region, link.ami_id])}>{drawn}</a> : drawn;
}

function Arrow({ from, label }: { from: number; label: string }) {
  const middle = width / 2;
  return (
    <>
      <path
        d={`M ${middle} ${from} V ${from + gap} M ${middle - 5} ${from + gap - 7} L ${middle} ${from + gap} L ${middle + 5} ${from + gap - 7}`}
        stroke="currentColor"
        fill="none"
      />
      <text x={middle + 12} y={from + 21} fill="currentColor" fontSize={12}>
        {label}
      </text>
    </>
  );
}

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
