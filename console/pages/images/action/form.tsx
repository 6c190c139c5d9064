import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import Toggle from '@cloudscape-design/components/toggle';
import type { Field, Values } from './fields';
import type { ImageAction } from './kit';

/** The fields of an action. */
export function ActionForm({
  action,
  values,
  onChange,
}: {
  action: ImageAction;
  values: Values;
  onChange: (values: Values) => void;
}) {
  return (
    <SpaceBetween size="m">
      {action.fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={values[field.name]}
          onChange={(value) => onChange({ ...values, [field.name]: value })}
        />
      ))}
      {action.scoped && (
        <FormField label="Where">
          <RadioGroup
            value={values.scope === 'one' ? 'one' : 'all'}
            items={[
              { value: 'all', label: 'The image and its copies in all regions' },
              { value: 'one', label: 'Only what is selected, in its own region' },
            ]}
            onChange={({ detail }) => onChange({ ...values, scope: detail.value })}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}

function OneField({
  field: { label, kind, description, placeholder, required },
  value,
  onChange,
}: {
  field: Field;
  value: string | boolean | undefined;
  onChange: (value: string | boolean) => void;
}) {
  const text = typeof value === 'string' ? value : '';
  if (kind === 'switch')
    return (
      <Toggle checked={value === true} description={description} onChange={({ detail }) => onChange(detail.checked)}>
        {label}
      </Toggle>
    );
  return (
    <FormField label={required ? label : `${label} (optional)`} description={description}>
      {kind === 'script' ? (
        <Textarea
          value={text}
          placeholder={placeholder}
          spellcheck={false}
          rows={5}
          onChange={({ detail }) => onChange(detail.value)}
        />
      ) : kind === 'date' ? (
        <DatePicker value={text} placeholder="YYYY/MM/DD" onChange={({ detail }) => onChange(detail.value)} />
      ) : (
        <Input
          value={text}
          placeholder={placeholder}
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => onChange(detail.value)}
        />
      )}
    </FormField>
  );
}
