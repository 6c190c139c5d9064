import { isGone } from '../../core/image/usability';
import { formatAge, formatDuration } from '../../core/lib/duration';
import { nameOfLocation, locationOf } from '../../core/model/location';
import type { ReplicaOutcome, Stage } from '../../core/model/run';
import type { RunAnswer } from '../client/answers';
import { renderBlock, renderDetails } from './layout/details';
import type { Styles } from '../framework/style';
import { renderTable } from './layout/table';

/** Renders the table of builds and operations. */
export function renderRuns(runs: readonly RunAnswer[], now: Date, styles: Styles, width?: number): string {
  return renderTable(
    runs,
    [
      { heading: 'BUILD', cell: (run) => run.build_id },
      { heading: 'KIND', cell: (run) => run.kind },
      { heading: 'STACK', cell: (run) => run.stack ?? '', cut: 'end' },
      { heading: 'VERSION', cell: (run) => run.version ?? '' },
      { heading: 'VARIANT', cell: (run) => run.variant ?? '', cut: 'end', drop: 2 },
      { heading: 'STATUS', cell: statusOf },
      { heading: 'STAGE', cell: (run) => run.failure?.stage ?? run.stages.at(-1)?.name ?? '' },
      { heading: 'AMI ID', cell: (run) => run.ami_id ?? '', drop: 1 },
      { heading: 'AGE', cell: (run) => formatAge(new Date(run.created_at), now) },
    ],
    styles,
    width,
  );
}

/** Returns the status of a run: one that waits for its turn is `queued`, with its place. */
function statusOf({ status, queue }: RunAnswer): string {
  if (status !== 'running' || queue === undefined || queue.left_at !== undefined) return status;
  return queue.place === undefined ? 'queued' : `queued (${queue.place})`;
}

/**
 * Renders one run: facts, stages, regions, failure and images. What a terminal has just shown while it waited is left
 * out, and what follows as an error.
 */
export function renderRun(run: RunAnswer, styles: Styles, watched = false): string {
  const facts = renderDetails(
    [
      [run.kind === 'build' ? 'Build' : 'Operation', run.build_id],
      ['Status', statusOf(run)],
      ['Stack', [run.stack, run.version, run.variant].filter(Boolean).join(' ')],
      ['Image', imageLine(run)],
      ['Region', run.region],
      ['Started', run.created_at],
      ['Ended', run.ended_at],
      ['Requested by', run.requested_by],
      ['Commit', run.source && `${run.source.commit}${run.source.changed ? ' with uncommitted changes' : ''}`],
      ['Builder', run.builder && builderLine(run.builder)],
      ['Approval', run.approval && approvalLine(run.build_id, run.approval)],
      ['Kept builder', keptLine(run)],
      ['Kept image', candidateLine(run)],
      ['Retry of', run.retry && `${run.retry.of} from its ${run.retry.from}`],
      ['Failure', run.failure === undefined || watched ? undefined : failureLine(run.failure)],
    ],
    styles,
  );
  return (
    facts +
    renderBlock('Stages', watched ? [] : run.stages.map((stage) => stageLine(stage)), styles) +
    renderBlock('Warnings', run.warnings ?? [], styles) +
    renderBlock('Regions', run.replicas.map(replicaLine), styles) +
    renderBlock(
      'Images',
      (run.images ?? []).map(
        (image) => `${image.region}  ${image.ami_id}  ${image.name}${isGone(image) ? '  (removed)' : ''}`,
      ),
      styles,
    )
  );
}

/** Returns name and id of the image, and whether it is gone: that of a failed build is removed. */
function imageLine({ image_name, ami_id, images = [] }: RunAnswer): string {
  const gone = images.some((image) => image.ami_id === ami_id && isGone(image));
  return [image_name, ami_id, gone ? '(removed)' : undefined].filter(Boolean).join('  ');
}

const builderLine = ({ instance_type, market }: NonNullable<RunAnswer['builder']>): string =>
  `${instance_type}, ${market === 'spot' ? 'spot' : 'on demand'}`;

function approvalLine(id: string, approval: NonNullable<RunAnswer['approval']>): string {
  const { decision, decided_by, decided_at, reason, until } = approval;
  if (decision === undefined)
    return `awaited until ${until} (spawn builds approve ${id}, or spawn builds reject ${id})`;
  return `${decision} by ${decided_by} at ${decided_at}${reason === undefined ? '' : `: ${reason}`}`;
}

function keptLine({ kept_builder: kept }: RunAnswer): string | undefined {
  return kept && `${kept.instance_id} until ${kept.until} (spawn connect ${kept.instance_id})`;
}

function candidateLine({ build_id, kept_candidate: kept }: RunAnswer): string | undefined {
  if (!kept) return undefined;
  return kept.taken
    ? `${kept.ami_id}, taken by the retry ${kept.taken.build_id} at ${kept.taken.at}`
    : `${kept.ami_id} until ${kept.until} (spawn builds retry ${build_id})`;
}

/** Formats a failure: `ScriptFailed in provision: …`. */
export function failureLine(failure: NonNullable<RunAnswer['failure']>): string {
  return `${failure.name}${failure.stage === undefined ? '' : ` in ${failure.stage}`}: ${failure.message}`;
}

/** Formats a stage: `provision  succeeded  1m20s  install.sh`; a running stage has no time yet. */
function stageLine(stage: Stage): string {
  return [stage.name.padEnd(9), stage.status.padEnd(9), stageTime(stage), stage.detail]
    .filter((part) => part !== undefined && part !== '')
    .join('  ')
    .trimEnd();
}

/** Returns the duration of a finished stage; empty while it runs. */
export function stageTime(stage: Stage): string {
  return stage.ended_at === undefined
    ? ''
    : formatDuration((Date.parse(stage.ended_at) - Date.parse(stage.started_at)) / 1000);
}

/** Formats a copy: `eu-west-1  available  ami-…`, or the reason of the failure. */
export function replicaLine(replica: ReplicaOutcome): string {
  const reason = replica.error === undefined ? undefined : `${replica.error}: ${replica.message ?? ''}`;
  return [nameOfLocation(locationOf(replica)), replica.status, replica.ami_id, reason]
    .filter((part) => part !== undefined)
    .join('  ')
    .trimEnd();
}
