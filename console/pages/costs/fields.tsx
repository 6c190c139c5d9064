import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import { hrefOf } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import { addressQuery, amountProblem, type CostQuestion } from './question';

const fields = [
  { name: 'stack', label: 'Stack', placeholder: 'All stacks' },
  { name: 'region', label: 'Region', placeholder: 'All regions' },
  { name: 'minutes', label: 'Minutes saved per launch', placeholder: 'As measured, or 10' },
  { name: 'hourly', label: 'Value of an hour, in US dollars', placeholder: '60' },
] as const;

/** The fields of the question. They stand in the address once somebody shows the costs of them. */
export function CostFields({ question }: { question: CostQuestion }) {
  const [typed, setTyped] = useState(question);
  const key = JSON.stringify(question);
  useEffect(() => setTyped(JSON.parse(key) as CostQuestion), [key]);
  const problemOf = (name: (typeof fields)[number]['name']): string | undefined =>
    name === 'minutes' || name === 'hourly' ? amountProblem(typed[name] ?? '') : undefined;
  const isWrong = fields.some(({ name }) => problemOf(name) !== undefined);
  const show = (asked: CostQuestion): void => navigate(hrefOf('costs', [], addressQuery(asked)), { replace: true });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) show(typed);
      }}
    >
      <SpaceBetween size="s">
        <ColumnLayout columns={4} minColumnWidth={180}>
          {fields.map(({ name, label, placeholder }) => (
            <FormField key={name} label={label} errorText={problemOf(name)}>
              <Input
                value={typed[name] ?? ''}
                placeholder={placeholder}
                onChange={({ detail }) => setTyped({ ...typed, [name]: detail.value.trim() || undefined })}
              />
            </FormField>
          ))}
        </ColumnLayout>
        <SpaceBetween direction="horizontal" size="xs">
          <Button formAction="submit" disabled={isWrong}>
            Show costs
          </Button>
          <Button formAction="none" variant="link" disabled={key === '{}'} onClick={() => show({})}>
            Clear
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </form>
  );
}
