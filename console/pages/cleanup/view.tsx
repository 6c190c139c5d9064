import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useSession } from '../../client/session';
import { useAnswer } from '../../client/use-answer';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { Elapsed } from '../../shared/elapsed';
import type { Route } from '../../shared/navigation/route';
import { ProblemAlert } from '../../shared/problem-alert';
import { CleanupActions } from './actions';
import { Lines } from './lines';
import { NoteAlert } from './note';
import { Progress } from './progress';
import { Regions } from './regions';
import { Results } from './results';
import { Savings } from './savings-chart';
import { savingText } from './savings';
import type { CleanupAsked } from './new/plan-form';
import { isUnderway, notesOf, type CleanupDetails } from './state';
import { StatusOfCleanup } from './table';
import { requestText, showCommand } from './words';

/** One cleanup: its plan, then its progress and results. It is read again every few seconds while it runs. */
export function CleanupView({ id, route }: { id: string; route: Route }) {
  const { local } = useSession().deployment;
  const refreshEvery = (cleanup?: CleanupDetails) =>
    cleanup && isUnderway(cleanup) ? (local ? 1_500 : 4_000) : undefined;
  const reading = useAnswer(
    'showCleanup',
    // The lines of the plan are read page by page, below.
    { parameters: { id }, query: { decision: 'remove', limit: '1' } },
    { refreshEvery },
  );
  const { answer: cleanup, problem, refresh } = reading;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<CommandLine words={showCommand(id)} />}
          actions={cleanup && <CleanupActions cleanup={cleanup} />}
        >
          {id}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {problem && <ProblemAlert problem={problem} retry={refresh} />}
        {cleanup ? <Parts cleanup={cleanup} route={route} /> : !problem && <Spinner size="large" />}
      </SpaceBetween>
    </ContentLayout>
  );
}

function Parts({ cleanup, route }: { cleanup: CleanupDetails; route: Route }) {
  const { cleanup_id, apply, status, regions, removals, counts } = cleanup;
  const isPlanned = regions.length > 0;
  return (
    <SpaceBetween size="l">
      {notesOf(cleanup).map((note) => (
        <NoteAlert key={note.header} id={cleanup_id} note={note} />
      ))}
      <Facts cleanup={cleanup} />
      {(apply || status === 'planning') && <Progress cleanup={cleanup} />}
      {removals.length > 0 && <Results cleanup={cleanup} />}
      {counts.remove > 0 && <Savings cleanup={cleanup} />}
      {isPlanned && <Lines cleanup={cleanup} route={route} />}
      {isPlanned && <Regions regions={regions} />}
    </SpaceBetween>
  );
}

function Facts({ cleanup }: { cleanup: CleanupDetails }) {
  const { request, counts, limit, created_at, ended_at, requested_by, grace_ends_at, status } = cleanup;
  const facts = [
    ['Status', <StatusOfCleanup key="status" cleanup={cleanup} />],
    ['Selection', requestText(request as CleanupAsked)],
    ['To remove', String(counts.remove)],
    ['Saves', savingText(cleanup)],
    ['To keep', String(counts.keep)],
    ['Removed at a time', `${limit} at most`],
    ['Planned', <Age key="age" since={created_at} />],
    [
      'Elapsed',
      isUnderway(cleanup) || ended_at ? <Elapsed key="elapsed" since={created_at} until={ended_at} /> : undefined,
    ],
    ['Grace period until', status === 'waiting' && grace_ends_at?.slice(0, 16).replace('T', ' ').concat(' UTC')],
    ['Requested by', requested_by],
  ] as const;
  const items = facts.filter(([, value]) => value).map(([label, value]) => ({ label, value }));
  return (
    <Container header={<Header variant="h2">Details</Header>}>
      <KeyValuePairs columns={4} items={items} />
    </Container>
  );
}
