import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { capitalized } from '../../../shared/status-of';
import { fields, type Field, type Path } from './fields';
import { defaultText, type Entry } from './form';

/** The choices of a member: its default, never, its fixed values or one that is entered. */
function optionsOf(path: Path, { kind, never, options = [] }: Field): { value: string; label: string }[] {
  const fixed =
    kind === 'switch'
      ? [
          { value: 'true', label: 'On' },
          { value: 'false', label: 'Off' },
        ]
      : kind === 'choice'
        ? options.map((value) => ({ value, label: capitalized(value) }))
        : [{ value: 'value', label: 'Set a value' }];
  return [
    { value: 'default', label: `Default: ${defaultText(path)}` },
    ...(never ? [{ value: 'never', label: 'Never' }] : []),
    ...fixed,
  ];
}

/** One member of a policy. */
export function Member({
  path,
  entry,
  error,
  disabled,
  onChange,
}: {
  path: Path;
  entry: Entry;
  error: string | undefined;
  disabled: boolean;
  onChange: (entry: Entry) => void;
}) {
  const field = fields[path];
  const options = optionsOf(path, field);
  const isFixed = field.kind === 'switch' || field.kind === 'choice';
  const chosen = entry.mode === 'value' && isFixed ? entry.text : entry.mode;
  return (
    <FormField label={field.label} description={field.help} errorText={error}>
      <SpaceBetween size="xxs">
        <Select
          ariaLabel={field.label}
          options={options}
          selectedOption={options.find(({ value }) => value === chosen) ?? null}
          disabled={disabled}
          onChange={({ detail: { selectedOption } }) => {
            const { value = 'default' } = selectedOption;
            const isMode = value === 'default' || value === 'never' || value === 'value';
            onChange(isMode ? { mode: value, text: entry.text } : { mode: 'value', text: value });
          }}
        />
        {entry.mode === 'value' && !isFixed && (
          <Value
            field={field}
            text={entry.text}
            disabled={disabled}
            onChange={(text) => onChange({ ...entry, text })}
          />
        )}
      </SpaceBetween>
    </FormField>
  );
}

function Value({
  field: { label, kind, unit, form },
  text,
  disabled,
  onChange,
}: {
  field: Field;
  text: string;
  disabled: boolean;
  onChange: (text: string) => void;
}) {
  const shared = { value: text, disabled, placeholder: form, spellcheck: false };
  if (kind === 'number' || kind === 'schedule')
    return (
      <Input
        {...shared}
        ariaLabel={`${label}: ${unit?.word ?? 'schedule'}`}
        placeholder={form ?? unit?.word}
        inputMode={kind === 'number' ? 'numeric' : 'text'}
        autoComplete={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    );
  return (
    <Textarea
      {...shared}
      ariaLabel={`${label}, one a line`}
      rows={Math.max(2, text.split('\n').length)}
      onChange={({ detail }) => onChange(detail.value)}
    />
  );
}
