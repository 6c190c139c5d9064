import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useAnswer } from '../../../client/use-answer';
import { ActionButton } from '../../../shared/action/button';
import { promoteCommand } from './commands';
import { versionsQuery } from '../versions/query';
import { releasesOf } from '../versions/releases';
import { choicesOf, missingIn, outcomeOf, promotionOf, type PromotionForm } from './change';
import { Foreseen } from './foreseen';

const empty: PromotionForm = { image: '', channel: '', reason: '', untested: '' };

/** Points a channel to a version of the stack; a name that there is not yet makes a new channel. */
export function Promote({ stack }: { stack: string }) {
  const [form, setForm] = useState(empty);
  const { image, channel, reason, untested } = form;
  const invalid = missingIn(form);
  return (
    <ActionButton
      operation="promoteImage"
      input={promotionOf(form)}
      label="Promote"
      title={`Promote a version of ${stack}`}
      variant="primary"
      command={promoteCommand(image || 'AMI', channel.trim() || 'CHANNEL', reason, untested)}
      invalid={invalid}
      done={outcomeOf}
      onDone={() => setForm(empty)}
    >
      <Fields stack={stack} form={form} onChange={(change) => setForm({ ...form, ...change })} />
      {/* The API records a reason; what would change does not depend on it. */}
      <Foreseen
        operation="promoteImage"
        input={invalid === undefined ? promotionOf({ ...form, reason: '' }, true) : undefined}
      />
    </ActionButton>
  );
}

function Fields({
  stack,
  form,
  onChange,
}: {
  stack: string;
  form: PromotionForm;
  onChange: (change: Partial<PromotionForm>) => void;
}) {
  const { answer, loading } = useAnswer('listImages', { query: versionsQuery(stack) });
  const options = choicesOf(releasesOf(answer?.images ?? []));
  return (
    <SpaceBetween size="m">
      <FormField label="Version">
        <Select
          ariaLabel="Version"
          options={options}
          selectedOption={options.find(({ value }) => value === form.image) ?? null}
          statusType={loading ? 'loading' : 'finished'}
          loadingText="Reading versions"
          placeholder="Choose a version"
          empty="No version can be promoted"
          filteringType="auto"
          filteringAriaLabel="Find a version"
          onChange={({ detail }) => onChange({ image: detail.selectedOption.value ?? '' })}
        />
      </FormField>
      <Text label="Channel" placeholder="stable" value={form.channel} onChange={(channel) => onChange({ channel })} />
      <Text label="Reason (optional)" value={form.reason} onChange={(reason) => onChange({ reason })} />
      <Text
        label="Reason to use an image without a test (optional)"
        value={form.untested}
        onChange={(untested) => onChange({ untested })}
      />
    </SpaceBetween>
  );
}

/** One line of a form. */
export function Text({
  label,
  value,
  placeholder,
  onChange,
}: {
  label: string;
  value: string;
  placeholder?: string;
  onChange: (value: string) => void;
}) {
  return (
    <FormField label={label}>
      <Input
        value={value}
        placeholder={placeholder}
        spellcheck={false}
        autoComplete={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
