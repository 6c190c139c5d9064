import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useAnswer } from '../../client/use-answer';
import { ActionButton } from '../../shared/action/button';
import { Age } from '../../shared/age';
import { CommandLine } from '../../shared/command-line';
import { EmptyState } from '../../shared/empty-state';
import { PageLink } from '../../shared/navigation/page-link';
import { ProblemAlert } from '../../shared/problem-alert';
import type { Instance } from './filter';
import { canConnect, connectCommand, showCommand, terminateCommand, typedFor, whyNotTerminated } from './one';
import { StateOfInstance } from './table';

/** One instance: what it is, how to connect to it, and its end. */
export function InstanceView({ region, id }: { region: string; id: string }) {
  const { answer, problem, loading, refresh } = useAnswer(
    'listInstances',
    { query: { name: id, region } },
    { refreshEvery: 10_000 },
  );
  const instance = answer?.instances.find(({ instance_id }) => instance_id === id);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<CommandLine words={showCommand({ instance_id: id, region })} />}
          actions={instance && <Terminate instance={instance} />}
        >
          {instance?.name || id}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {problem && <ProblemAlert problem={problem} retry={refresh} />}
        {loading && <Spinner size="large" />}
        {answer && !instance && (
          <EmptyState title={`No instance ${id} in ${region}`}>
            EC2 forgets an instance about an hour after its end. spawn shows only instances that it manages.
          </EmptyState>
        )}
        {instance && <Facts instance={instance} />}
        {instance && <Connect instance={instance} />}
        {instance && <Tags instance={instance} />}
      </SpaceBetween>
    </ContentLayout>
  );
}

function Terminate({ instance }: { instance: Instance }) {
  const { instance_id: id, region } = instance;
  return (
    <ActionButton
      operation="terminateInstance"
      input={{ parameters: { id }, query: { region } }}
      label="Terminate"
      title={`Terminate ${typedFor(instance)}?`}
      command={terminateCommand(instance)}
      typed={typedFor(instance)}
      disabledReason={whyNotTerminated(instance)}
      done={() => ({ type: 'info', header: `${id} is being terminated` })}
    >
      {id} in {region} ends, and its volumes are deleted.
    </ActionButton>
  );
}

function Facts({ instance }: { instance: Instance }) {
  const facts = [
    ['Instance ID', instance.instance_id],
    ['State', <StateOfInstance key="state" instance={instance} />],
    ['Type', instance.instance_type],
    ['Region', instance.availability_zone ?? instance.region],
    [
      'Image',
      <PageLink key="image" page="images" segments={[instance.region, instance.ami_id]}>
        {instance.ami_id}
      </PageLink>,
    ],
    ['Stack', instance.stack],
    ['Version of the image', instance.version],
    ['Launched', <Age key="age" since={instance.launch_time} />],
    ['TTL', instance.ttl],
    ['Ends at', instance.ttl_deadline],
    ['Public IP', instance.public_ip],
    ['Private IP', instance.private_ip],
  ] as const;
  return (
    <Container header={<Header variant="h2">Details</Header>}>
      <KeyValuePairs columns={4} items={facts.map(([label, value]) => ({ label, value: value ?? '-' }))} />
    </Container>
  );
}

function Connect({ instance }: { instance: Instance }) {
  return (
    <Container header={<Header variant="h2">Connect</Header>}>
      {canConnect(instance) ? (
        <SpaceBetween size="xs">
          <Box>Run this in a terminal. It opens a shell through Systems Manager.</Box>
          <CommandLine words={connectCommand(instance)} />
        </SpaceBetween>
      ) : (
        <Box>The instance does not run.</Box>
      )}
    </Container>
  );
}

function Tags({ instance: { tags } }: { instance: Instance }) {
  const items = Object.entries(tags).sort(([a], [b]) => a.localeCompare(b));
  return (
    <Container header={<Header variant="h2">Tags</Header>}>
      <KeyValuePairs columns={3} items={items.map(([label, value]) => ({ label, value: value || '-' }))} />
    </Container>
  );
}
