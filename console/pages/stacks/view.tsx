import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import Tabs from '@cloudscape-design/components/tabs';
import { failedRebuildText } from '../../../core/api/rebuild-words';
import type { AnswerOf } from '../../client/types';
import { useAnswer } from '../../client/use-answer';
import { ActionButton } from '../../shared/action/button';
import { CommandLine } from '../../shared/command-line';
import { hrefOf, type Route } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import { ProblemAlert } from '../../shared/problem-alert';
import { ChannelsTab } from './channels/tab';
import { resumeCommand } from './commands';
import { PolicyTab } from './policy/tab';
import { tabCommand, tabOf, tabs, type TabId } from './tabs';
import { VersionsTab } from './versions/tab';

type Stack = AnswerOf<'showStack'>;

/** One stack: its versions on a time line, its channels and its policy. Only the tab that is shown is read. */
export function StackView({ stack, query }: { stack: string; query: Route['query'] }) {
  const reading = useAnswer('showStack', { parameters: { stack } }, { refreshEvery: 30_000 });
  const { answer, problem, refresh } = reading;
  const tab = tabOf(query);
  const failed = answer?.failed_rebuilds ?? [];
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<CommandLine words={tabCommand(tab, stack, query)} />}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="refresh" ariaLabel="Refresh" loading={reading.refreshing} onClick={refresh} />
              {failed.length > 0 && <Resume stack={stack} />}
            </SpaceBetween>
          }
        >
          {stack}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {problem && <ProblemAlert problem={problem} retry={refresh} />}
        {answer === undefined && !problem && <Spinner size="large" />}
        {failed.length > 0 && (
          <Alert type="warning" header="Rebuilds failed">
            {failed.map((each) => (
              <div key={each.variant}>{failedRebuildText(each)}</div>
            ))}
          </Alert>
        )}
        {answer && <Facts stack={answer} />}
        {answer && (
          <Tabs
            ariaLabel="About the stack"
            activeTabId={tab}
            onChange={({ detail }) =>
              navigate(hrefOf('stacks', [stack], { tab: detail.activeTabId }), { replace: true })
            }
            tabs={tabs.map(({ id, label }) => ({ id, label, content: id === tab && contentOf(id, answer, query) }))}
          />
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

function contentOf(tab: TabId, stack: Stack, query: Route['query']) {
  if (tab === 'channels') return <ChannelsTab stack={stack.stack} query={query} />;
  // Another revision begins with a form of its own.
  if (tab === 'policy') return <PolicyTab key={stack.revision} stack={stack} />;
  return <VersionsTab stack={stack.stack} />;
}

function Facts({ stack: { images } }: { stack: Stack }) {
  return (
    <KeyValuePairs
      columns={4}
      items={[
        { label: 'Images', value: images.total },
        { label: 'Usable', value: images.usable },
        { label: 'Deprecated', value: images.deprecated },
        { label: 'Regions', value: images.regions.join(', ') || '-' },
      ]}
    />
  );
}

function Resume({ stack }: { stack: string }) {
  return (
    <ActionButton
      operation="resumeStack"
      input={{ parameters: { stack }, body: {} }}
      label="Resume rebuilds"
      title={`Resume the rebuilds of ${stack}?`}
      command={resumeCommand(stack)}
      done={({ resumed }) =>
        resumed.length === 0 ? 'There were no failed rebuilds' : `Rebuilds of ${resumed.join(', ')} resume`
      }
    >
      Rebuilds pause after too many failures in a row. They start again with the next nightly run.
    </ActionButton>
  );
}
