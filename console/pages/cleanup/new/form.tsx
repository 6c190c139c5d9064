import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useAction } from '../../../shared/action/use-action';
import { CommandLine } from '../../../shared/command-line';
import { hrefOf, type PageProps } from '../../../shared/navigation/route';
import { navigate } from '../../../shared/navigation/use-route';
import { ProblemAlert } from '../../../shared/problem-alert';
import {
  addressQuery,
  fieldsOf,
  formOf,
  hasDeprecated,
  missingIn,
  planBody,
  planCommand,
  problemOf,
  subjects,
  type PlanForm,
  type TextField,
} from './plan-form';

const subjectTexts = {
  images: 'Images of this deployment',
  named: 'Images by their ids',
  unmanaged: 'Images that spawn does not manage',
  orphans: 'Snapshots whose image no longer exists',
} as const;
const options = subjects.map((value) => ({ value, label: subjectTexts[value] }));

const texts: Readonly<Record<TextField, { label: string; placeholder: string; description?: string }>> = {
  stack: { label: 'Stack', placeholder: 'All stacks' },
  age: { label: 'Older than, in days', placeholder: 'As the policy of the stack' },
  keep: { label: 'Versions to keep', placeholder: 'As the policy of the stack' },
  region: { label: 'Region', placeholder: 'All regions' },
  limit: { label: 'Removals at most', placeholder: '50', description: 'The oldest first; the rest later.' },
  ids: { label: 'Image ids', placeholder: 'ami-0123456789abcdef0', description: 'Their copies are included.' },
  name: { label: 'Name', placeholder: 'old-*', description: '* is a wildcard.' },
  tags: { label: 'Tags', placeholder: 'team=ml', description: 'Separated by spaces; all of them.' },
  description: { label: 'Description', placeholder: 'Created by CreateImage*', description: '* is a wildcard.' },
};

/** Makes a plan. What stands in the fields stands in the address; nothing is removed before somebody applies it. */
export function NewPlan({ route }: PageProps) {
  const form = formOf(route);
  const change = (fields: Partial<PlanForm>): void =>
    navigate(hrefOf('cleanup', ['new'], addressQuery({ ...form, ...fields })), { replace: true });
  const missing = missingIn(form);
  const action = useAction('startCleanup', () => undefined);
  const refused = action.refused ?? missing;
  const plan = async (): Promise<void> => {
    const answer = await action.run({ body: planBody(form) });
    if (answer !== undefined) navigate(hrefOf('cleanup', [answer.cleanup_id]));
  };
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={missing ?? <CommandLine words={planCommand(form)} />}>
          Plan a cleanup
        </Header>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (refused === undefined) void plan();
        }}
      >
        <Container>
          <SpaceBetween size="m">
            <FormField label="What to clean up" description="Images in use and protected ones are never removed.">
              <Select
                options={options}
                selectedOption={options.find(({ value }) => value === form.subject) ?? null}
                onChange={({ detail }) => {
                  const subject = subjects.find((each) => each === detail.selectedOption.value);
                  if (subject) change({ subject });
                }}
              />
            </FormField>
            <ColumnLayout columns={2}>
              {fieldsOf[form.subject].map((name) => (
                <Field
                  key={name}
                  name={name}
                  value={form[name]}
                  // No policy of a stack holds for what spawn does not manage.
                  placeholder={name === 'age' && form.subject !== 'images' ? '180' : undefined}
                  onChange={(value) => change({ [name]: value })}
                />
              ))}
            </ColumnLayout>
            {hasDeprecated(form.subject) && (
              <Checkbox checked={form.deprecated} onChange={({ detail }) => change({ deprecated: detail.checked })}>
                Deprecated images only
              </Checkbox>
            )}
            {action.problem && <ProblemAlert problem={action.problem} />}
            <Button
              variant="primary"
              loading={action.running}
              disabled={refused !== undefined}
              disabledReason={refused}
            >
              Make the plan
            </Button>
          </SpaceBetween>
        </Container>
      </form>
    </ContentLayout>
  );
}

function Field({
  name,
  value,
  placeholder,
  onChange,
}: {
  name: TextField;
  value: string;
  placeholder?: string;
  onChange: (value: string) => void;
}) {
  const { label, description, placeholder: usual } = texts[name];
  return (
    <FormField label={label} description={description} errorText={problemOf(name, value)}>
      <Input
        value={value}
        placeholder={placeholder ?? usual}
        spellcheck={false}
        autoComplete={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
