import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Spinner from '@cloudscape-design/components/spinner';
import { useSession } from '../../client/session';
import type { AnswerOf } from '../../client/types';
import { useAnswer } from '../../client/use-answer';
import { CommandLine } from '../../shared/command-line';
import { ProblemAlert } from '../../shared/problem-alert';

/** Which deployment answers. */
export function Deployment() {
  const { answer, problem, refresh } = useAnswer('showDeployment', {});
  return (
    <Container
      header={
        <Header variant="h2" description={<CommandLine words={['version']} />}>
          Deployment
        </Header>
      }
    >
      {problem && <ProblemAlert problem={problem} retry={refresh} />}
      {answer ? <Facts deployment={answer} /> : !problem && <Spinner size="large" />}
    </Container>
  );
}

function Facts({ deployment }: { deployment: AnswerOf<'showDeployment'> }) {
  const session = useSession();
  const facts = [
    ['Version', deployment.version],
    ['Version of the command', session.version],
    ['Stage', deployment.stage],
    ['Home region', deployment.home_region],
    ['Account', deployment.account],
    ['Context', session.deployment.context],
    ['Log group of scripts', deployment.log_group],
  ] as const;
  return <KeyValuePairs columns={4} items={facts.map(([label, value]) => ({ label, value: value ?? '-' }))} />;
}
