import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';

/** Asks to type a word before something is destroyed: the name of what goes, or `confirm`. */
export function TypedConfirmation({
  word,
  typed,
  onType,
}: {
  word: string;
  typed: string;
  onType: (text: string) => void;
}) {
  return (
    <FormField label={<>To confirm, type {word}</>}>
      <Input
        value={typed}
        onChange={({ detail }) => onType(detail.value)}
        placeholder={word}
        ariaLabel={`To confirm, type ${word}`}
        autoComplete={false}
        spellcheck={false}
      />
    </FormField>
  );
}
