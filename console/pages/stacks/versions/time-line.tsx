import { useNow } from '../../../client/now';
import { hrefOf } from '../../../shared/navigation/route';
import { sizes, timeLineOf, type Mark } from './layout';
import { sentenceOf, type ReleaseRow } from './releases';

const { width, left, right, axis, row } = sizes;
const radius = 6;

/**
 * Draws releases by their dates, a line for each variant. Each one is a link with its sentence as its name; the table
 * below says the same.
 */
export function TimeLine({ releases }: { releases: readonly ReleaseRow[] }) {
  const { lanes, rows, ticks } = timeLineOf(releases, useNow(60_000));
  const lane = sizes.lane + rows * row;
  const base = lane - 24;
  const height = lanes.length * lane + axis;
  return (
    <div className="time-line">
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Versions by date, newest on the right">
        {lanes.map(({ variant, marks }, index) => (
          <g key={variant} transform={`translate(0 ${index * lane})`}>
            <text className="time-line-variant" x={left} y={lane - 4} aria-hidden="true">
              {variant}
            </text>
            <line className="time-line-axis" x1={left} x2={width - right} y1={base} y2={base} />
            {marks.map((mark) => (
              <MarkOfRelease key={mark.release.release} mark={mark} base={base} />
            ))}
          </g>
        ))}
        {ticks.map(({ x, text }, index) => (
          <text
            key={x}
            className="time-line-date"
            x={x}
            y={height - 6}
            textAnchor={index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle'}
            aria-hidden="true"
          >
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
}

function MarkOfRelease({ mark: { release, x, row: at, before }, base }: { mark: Mark; base: number }) {
  const { region, ami_id } = release.image;
  const sentence = sentenceOf(release);
  const y = at === undefined ? base : base - 14 - at * row;
  return (
    <a href={hrefOf('images', [region, ami_id])} aria-label={sentence} className={`time-line-${release.status.type}`}>
      <title>{sentence}</title>
      {at !== undefined && <line className="time-line-stem" x1={x} x2={x} y1={y + 2} y2={base - radius} />}
      <Sign type={release.status.type} x={x} base={base} />
      {release.channels.length > 0 && <circle className="time-line-ring" cx={x} cy={base} r={radius + 4} />}
      {at !== undefined && (
        <text x={before ? x - 4 : x + 4} y={y} textAnchor={before ? 'end' : 'start'} aria-hidden="true">
          {release.version}
          {release.channels.length > 0 && (
            <tspan className="time-line-channel">{` ${release.channels.join(' ')}`}</tspan>
          )}
        </text>
      )}
    </a>
  );
}

/** A full disc can be used, an empty one is deprecated or not ready, a cross is revoked or gone. */
function Sign({ type, x, base }: { type: ReleaseRow['status']['type']; x: number; base: number }) {
  if (type !== 'error') return <circle className="time-line-sign" cx={x} cy={base} r={radius} />;
  const [a, b] = [base - radius, base + radius];
  return (
    <path
      className="time-line-cross"
      d={`M${x - radius} ${a}L${x + radius} ${b}M${x - radius} ${b}L${x + radius} ${a}`}
    />
  );
}
