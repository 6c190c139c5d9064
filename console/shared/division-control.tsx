import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { divisions, type Division } from './division';

/** Chooses whether a chart is divided by stack or by region. */
export function DivisionControl({
  label,
  by,
  onChange,
}: {
  label: string;
  by: Division;
  onChange: (by: Division) => void;
}) {
  return (
    <SegmentedControl
      label={label}
      selectedId={by}
      options={divisions.map((id) => ({ id, text: `By ${id}` }))}
      onChange={({ detail }) => onChange(divisions.find((id) => id === detail.selectedId) ?? 'stack')}
    />
  );
}
