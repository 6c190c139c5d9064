import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { durationProblem, type BuildOptions } from './request';

const markets: readonly { value: BuildOptions['market']; label: string }[] = [
  { value: '', label: 'As the recipe says' },
  { value: 'spot', label: 'Spot instance' },
  { value: 'on-demand', label: 'On demand' },
];

/** The fields of what can be chosen for a build besides its recipe. */
export function Options({ options, onChange }: { options: BuildOptions; onChange: (options: BuildOptions) => void }) {
  const text = (name: 'name' | 'regions' | 'keepFailed' | 'keepCandidate', placeholder: string, disabled = false) => (
    <Input
      value={options[name]}
      placeholder={placeholder}
      disabled={disabled}
      onChange={({ detail }) => onChange({ ...options, [name]: detail.value })}
    />
  );
  const { market, discard, force, keepFailed, keepCandidate } = options;
  return (
    <ExpandableSection headerText="Options">
      <SpaceBetween size="m">
        <ColumnLayout columns={2}>
          <FormField label="Name of the image" description="It must not be taken.">
            {text('name', 'stack-version-variant-date')}
          </FormField>
          <FormField label="Regions" description="They replace the regions of the recipe.">
            {text('regions', 'eu-west-1, us-west-2', discard)}
          </FormField>
          <FormField
            label="Builder"
            description="A spot instance costs less. Without spot capacity, and when EC2 takes it back, it is on demand."
          >
            <Select
              options={markets}
              selectedOption={markets.find(({ value }) => value === market) ?? null}
              onChange={({ detail }) =>
                onChange({ ...options, market: (detail.selectedOption.value ?? '') as BuildOptions['market'] })
              }
            />
          </FormField>
          <FormField
            label="Keep the builder if it fails"
            description="For 10m to 24h, to look at it."
            errorText={durationProblem(keepFailed)}
          >
            {text('keepFailed', '2h')}
          </FormField>
          <FormField
            label="Keep the image if its test or scan fails"
            description="For 10m to 7d, to retry without building it again."
            errorText={durationProblem(keepCandidate)}
          >
            {text('keepCandidate', '1d', discard)}
          </FormField>
        </ColumnLayout>
        <Checkbox
          checked={discard}
          description="Proves a recipe without publishing it: everything is removed after the test."
          onChange={({ detail }) => onChange({ ...options, discard: detail.checked })}
        >
          Discard
        </Checkbox>
        <Checkbox
          checked={force}
          description="Builds even if an identical image is already published."
          onChange={({ detail }) => onChange({ ...options, force: detail.checked })}
        >
          Force
        </Checkbox>
      </SpaceBetween>
    </ExpandableSection>
  );
}
