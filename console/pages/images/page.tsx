import type { PageProps } from '../../shared/navigation/route';
import { ImageTable } from './table';
import { ImageView } from './view';

/** The images: the table, or one of them (`#/images/us-east-1/ami-…`). */
export function ImagesPage({ route }: PageProps) {
  const [region, id] = route.segments;
  return region !== undefined && id !== undefined ? (
    <ImageView region={region} id={id} query={route.query} />
  ) : (
    <ImageTable route={route} />
  );
}
