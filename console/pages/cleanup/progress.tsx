import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Steps from '@cloudscape-design/components/steps';
import { useNow } from '../../client/now';
import { CommandLine } from '../../shared/command-line';
import { isUnderway, phasesOf, progressOf, type CleanupDetails } from './state';
import { applyCommand } from './words';

/** The phases of a cleanup that runs or ran, and how much of what it has marked is settled. */
export function Progress({ cleanup }: { cleanup: CleanupDetails }) {
  const phases = phasesOf(cleanup, useNow());
  const runs = isUnderway(cleanup) && cleanup.apply;
  return (
    <Container
      header={
        <Header variant="h2" description={runs && <CommandLine words={applyCommand(cleanup.cleanup_id)} />}>
          Progress
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Steps
          orientation="horizontal"
          ariaLabel="Phases of the cleanup"
          steps={phases.map(({ title, type, detail }) => ({
            header: title,
            status: type,
            statusIconAriaLabel: type,
            details: detail,
          }))}
        />
        {cleanup.status === 'removing' && (
          <ProgressBar value={progressOf(cleanup)} label="Removed, kept after all, or failed" />
        )}
      </SpaceBetween>
    </Container>
  );
}
