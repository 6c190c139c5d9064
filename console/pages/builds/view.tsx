import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useNow } from '../../client/now';
import { useSession } from '../../client/session';
import { useAnswer } from '../../client/use-answer';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { Elapsed } from '../../shared/elapsed';
import { PageLink } from '../../shared/navigation/page-link';
import { ProblemAlert } from '../../shared/problem-alert';
import { StatusOfRun } from '../../shared/status';
import { RunActions } from './actions';
import type { RunAnswer } from './filter';
import { RunLog } from './output';
import { nextSteps, showCommand } from './run';
import { Replicas, Stages } from './stages';

/** One build or operation, read again every few seconds while it runs. */
export function RunView({ id }: { id: string }) {
  const { local } = useSession().deployment;
  const refreshEvery = (run?: RunAnswer) => (run?.status === 'running' ? (local ? 1_500 : 4_000) : undefined);
  const parameters = { id };
  const isBuild = id.startsWith('bld-');
  const build = useAnswer('showBuild', isBuild ? { parameters } : undefined, { refreshEvery });
  const operation = useAnswer('showOperation', isBuild ? undefined : { parameters }, { refreshEvery });
  const { answer: run, problem, refresh } = isBuild ? build : operation;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<CommandLine words={showCommand(id)} />}
          actions={run && <RunActions run={run} />}
        >
          {id}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {problem && <ProblemAlert problem={problem} retry={refresh} />}
        {run ? <Parts run={run} /> : !problem && <Spinner size="large" />}
      </SpaceBetween>
    </ContentLayout>
  );
}

function Parts({ run }: { run: RunAnswer }) {
  return (
    <SpaceBetween size="l">
      <Failure run={run} />
      {run.warnings?.map((warning) => (
        <Alert key={warning} type="warning">
          {warning}
        </Alert>
      ))}
      <Facts run={run} />
      <Stages run={run} />
      {run.replicas.length > 0 && <Replicas run={run} />}
      <RunLog run={run} />
    </SpaceBetween>
  );
}

/** Says why a run failed, and what can be done. */
function Failure({ run }: { run: RunAnswer }) {
  const now = useNow(5_000);
  const { failure } = run;
  if (failure === undefined) return null;
  return (
    <Alert
      type={run.status === 'cancelled' ? 'info' : 'error'}
      header={`${failure.name}${failure.stage === undefined ? '' : ` in ${failure.stage}`}`}
    >
      <SpaceBetween size="xs">
        <div className="message">{failure.message}</div>
        {nextSteps(run, now).map(({ text, command }) => (
          <div key={text}>
            {text} <CommandLine words={command} />
          </div>
        ))}
      </SpaceBetween>
    </Alert>
  );
}

function Facts({ run }: { run: RunAnswer }) {
  const { approval, retry, source, queue } = run;
  const waits = queue !== undefined && queue.left_at === undefined && run.status === 'running';
  const facts = [
    ['Status', <StatusOfRun key="status" run={run} />],
    ['Kind', run.kind],
    ['Stack', [run.stack, run.version, run.variant].filter(Boolean).join(' ')],
    ['Image', <Image key="image" run={run} />],
    ['Started', <Age key="age" since={run.created_at} />],
    ['Elapsed', <Elapsed key="elapsed" since={run.created_at} until={run.ended_at} />],
    ['Region', run.region],
    ['Requested by', run.requested_by],
    ['Queue', waits && `place ${queue.place ?? 'unknown'}, until ${queue.until} at most`],
    ['Commit', source && `${source.commit.slice(0, 12)}${source.changed ? ' with uncommitted changes' : ''}`],
    ['Approval', approval && approvalText(approval)],
    [
      'Retry of',
      retry && (
        <PageLink key="retry" page="builds" segments={[retry.of]}>
          {retry.of}, from its {retry.from}
        </PageLink>
      ),
    ],
    ['Kept builder', run.kept_builder && `${run.kept_builder.instance_id} until ${run.kept_builder.until}`],
    ['Kept image', run.kept_candidate && candidateText(run.kept_candidate)],
    ['Discarded', run.discard && 'nothing is published'],
  ] as const;
  const items = facts.filter(([, value]) => value).map(([label, value]) => ({ label, value }));
  return (
    <Container header={<Header variant="h2">Details</Header>}>
      <KeyValuePairs columns={4} items={items} />
    </Container>
  );
}

function Image({ run: { region, ami_id, image_name } }: { run: RunAnswer }) {
  const name = image_name ?? ami_id;
  if (ami_id === undefined) return <>{name ?? '-'}</>;
  return (
    <PageLink page="images" segments={[region, ami_id]}>
      {name}
    </PageLink>
  );
}

function approvalText({ decision, decided_by, reason, until }: NonNullable<RunAnswer['approval']>): string {
  if (decision === undefined) return `awaited until ${until}`;
  return `${decision} by ${decided_by ?? 'somebody'}${reason === undefined ? '' : `: ${reason}`}`;
}

function candidateText({ ami_id, until, taken }: NonNullable<RunAnswer['kept_candidate']>): string {
  return taken ? `${ami_id}, taken by the retry ${taken.build_id}` : `${ami_id} until ${until}`;
}
