import Button from '@cloudscape-design/components/button';
import { CommandLine } from '../../shared/command-line';
import { EmptyState } from '../../shared/empty-state';
import { hrefOf } from '../../shared/navigation/route';
import { PageLink } from '../../shared/navigation/page-link';
import { addressQuery, type ImageFilter } from './filter';

/** Says why the table has no images: they could not be read, none match, none are out of date, or there are none. */
export function NoImages({ failed, filter, onClear }: { failed: boolean; filter: ImageFilter; onClear: () => void }) {
  if (failed) return <EmptyState title="The images could not be read" />;
  const narrowed = Object.values(addressQuery({ ...filter, sort: undefined, reverse: undefined })).some(Boolean);
  if (!narrowed)
    return (
      <EmptyState title="No images">
        <Button href={hrefOf('builds', ['new'])}>New build</Button>
        <CommandLine words={['build', 'recipe.yaml']} />
      </EmptyState>
    );
  if (filter.outdated)
    return (
      <EmptyState title="No image is out of date by its last health check">
        <div>
          Each nightly run checks all images. <PageLink page="nights">See the last run, or start one</PageLink>
        </div>
        <Button onClick={onClear}>Clear the filters</Button>
      </EmptyState>
    );
  return (
    <EmptyState title="No images match">
      <Button onClick={onClear}>Clear the filters</Button>
    </EmptyState>
  );
}
