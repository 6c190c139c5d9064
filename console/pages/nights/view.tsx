import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { failedTitle } from '../../../core/night/text';
import { useAnswer } from '../../client/use-answer';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { ProblemAlert } from '../../shared/problem-alert';
import { changesOf, missingReport, reportCommand, sectionsOf, type NightAnswer } from './report';
import { StartButton } from './start-button';
import { StatusOfNight, TookOfNight } from './table';

/** One nightly run: what failed, then each section of its report. */
export function NightView({ id }: { id: string }) {
  const reading = useAnswer(
    'showNight',
    { parameters: { night: id } },
    { refreshEvery: (last) => (last?.status === 'running' ? 3_000 : undefined) },
  );
  const { answer: night, problem, refresh } = reading;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<CommandLine words={reportCommand(id)} />}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="refresh" ariaLabel="Refresh" loading={reading.refreshing} onClick={refresh} />
              <StartButton />
            </SpaceBetween>
          }
        >
          {night ? `Night of ${night.date}` : id}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {problem && <ProblemAlert problem={problem} retry={refresh} />}
        {night ? <Report night={night} /> : !problem && <Spinner size="large" />}
      </SpaceBetween>
    </ContentLayout>
  );
}

function Report({ night }: { night: NightAnswer }) {
  const { told, quiet } = sectionsOf(night);
  const missing = missingReport(night);
  return (
    <SpaceBetween size="l">
      <Facts night={night} />
      {(night.failed ?? []).map((failed) => (
        <Alert key={`${failed.step} ${failed.region}`} type="error" header={failedTitle(failed)}>
          {failed.error}: {failed.message}
        </Alert>
      ))}
      {missing !== undefined && <Alert type={night.status === 'running' ? 'info' : 'error'}>{missing}</Alert>}
      {told.map(({ step, title, lines }) => (
        <Container key={step} header={<Header variant="h2">{title}</Header>}>
          <ul>
            {lines.map((line, index) => (
              <li key={index}>{line}</li>
            ))}
          </ul>
        </Container>
      ))}
      {quiet.length > 0 && <Box color="text-body-secondary">Nothing to say: {quiet.join(', ')}.</Box>}
    </SpaceBetween>
  );
}

function Facts({ night }: { night: NightAnswer }) {
  const changes = changesOf(night);
  const facts = [
    ['Night', night.night],
    ['Status', <StatusOfNight key="status" night={night} />],
    ['Changed', changes === undefined ? '-' : changes.join(', ') || 'Nothing'],
    ['Started', <Age key="started" since={night.started_at} />],
    ['Took', <TookOfNight key="took" night={night} />],
    ['Requested by', night.requested_by],
    ['Execution', night.execution_arn],
  ] as const;
  return (
    <Container header={<Header variant="h2">Details</Header>}>
      <KeyValuePairs columns={4} items={facts.map(([label, value]) => ({ label, value }))} />
    </Container>
  );
}
