import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ActionButton } from '../../shared/action/button';
import { CommandLine } from '../../shared/command-line';
import { hrefOf, type PageProps } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import { formOf, launchBody, launchCommand, missingIn, type LaunchForm } from './launch';

const sources = [
  { value: 'stack', label: 'The newest image of a stack' },
  { value: 'ami', label: 'An image by its id' },
  { value: 'amazon-linux', label: 'The newest Amazon Linux 2023' },
] as const;

type TextField = Exclude<keyof LaunchForm, 'source' | 'spot'>;

/** Launches one instance. Job arrays, user data and tags have the command only. */
export function LaunchInstance({ route }: PageProps) {
  const [form, setForm] = useState(() => formOf(route));
  const change = (fields: Partial<LaunchForm>): void => setForm((last) => ({ ...last, ...fields }));
  const missing = missingIn(form);
  const field = (name: TextField, label: string, description?: string) => (
    <FormField label={label} description={description}>
      <Input value={form[name]} spellcheck={false} onChange={({ detail }) => change({ [name]: detail.value })} />
    </FormField>
  );
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={missing ?? <CommandLine words={launchCommand(form)} />}>
          Launch instance
        </Header>
      }
    >
      <Container>
        <SpaceBetween size="m">
          <FormField label="Image">
            <Select
              options={sources}
              selectedOption={sources.find(({ value }) => value === form.source) ?? null}
              onChange={({ detail }) => {
                const chosen = sources.find(({ value }) => value === detail.selectedOption.value);
                if (chosen) change({ source: chosen.value });
              }}
            />
          </FormField>
          {form.source === 'ami' && field('ami', 'Image id', 'Such as ami-0123456789abcdef0.')}
          {form.source === 'stack' && (
            <>
              {field('stack', 'Stack')}
              {field('version', 'Version (optional)', 'Exact, or a range such as >=2.0, <3.0.')}
              {field('channel', 'Channel (optional)', 'Such as stable.')}
            </>
          )}
          {field('instanceType', 'Instance type', 'Such as m7i.large.')}
          {field('name', 'Name (optional)')}
          {field('region', 'Region (optional)', 'The home region if it is empty.')}
          {field('ttl', 'TTL (optional)', 'Such as 8h. The instance is terminated after it; without it, it stays.')}
          <Checkbox checked={form.spot} onChange={({ detail }) => change({ spot: detail.checked })}>
            Spot instance
          </Checkbox>
          <Launch form={form} />
        </SpaceBetween>
      </Container>
    </ContentLayout>
  );
}

function Launch({ form }: { form: LaunchForm }) {
  return (
    <ActionButton
      operation="launchInstance"
      input={{ body: launchBody(form) }}
      label="Launch"
      variant="primary"
      title={`Launch ${form.name || 'an instance'}?`}
      command={launchCommand(form)}
      disabledReason={missingIn(form)}
      done={({ instance, reason, warnings }) => ({
        type: warnings.length > 0 ? 'warning' : 'success',
        header: `${instance?.instance_id ?? 'The instance'} is launched`,
        content: [reason, ...warnings].join(' '),
      })}
      onDone={({ instance }) => {
        if (instance) navigate(hrefOf('instances', [instance.region, instance.instance_id]));
      }}
    >
      An instance costs money until it is terminated.
    </ActionButton>
  );
}
