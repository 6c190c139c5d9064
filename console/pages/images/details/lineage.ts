import type { AnswerOf } from '../../../client/types';

/** An image in the drawing of a lineage. */
export interface Node {
  /** What it is to the one below it, for people. */
  relation: string;
  title: string;
  detail: string;
  /** The image's own page; absent for images that the catalog does not know. */
  link?: { region: string; ami_id: string };
  state: 'vendor' | 'known' | 'gone' | 'this' | 'withdrawn';
}

/** Returns the lineage of an image from the vendor's image at the top, down to the images that were built on it. */
export function lineageOf(
  image: Pick<AnswerOf<'showImage'>, 'ami_id' | 'name' | 'region'>,
  { ancestry }: AnswerOf<'readAncestry'>,
  { descendants }: AnswerOf<'listDescendants'>,
): Node[] {
  const above = ancestry.map(({ ami_id, region, relation, known, name, version, owner }): Node => ({
    relation: relation === 'original' ? 'copied to' : 'base of',
    title: name ?? ami_id,
    detail: [name && ami_id, region, version, owner && `by ${owner}`, known === 'gone' && 'no longer exists']
      .filter(Boolean)
      .join(' · '),
    link: known === 'catalog' ? { region, ami_id } : undefined,
    state: known === 'gone' ? 'gone' : known === 'ec2' ? 'vendor' : 'known',
  }));
  const below = descendants.map(({ ami_id, region, name, revoked, deprecated }): Node => ({
    relation: '',
    title: name,
    detail: [ami_id, region, revoked ? 'revoked' : deprecated && 'deprecated'].filter(Boolean).join(' · '),
    link: { region, ami_id },
    state: revoked || deprecated ? 'withdrawn' : 'known',
  }));
  const here: Node = {
    relation: below.length > 0 ? `${below.length} built on it` : '',
    title: image.name,
    detail: `${image.ami_id} · ${image.region} · this image`,
    state: 'this',
  };
  return [...above.reverse(), here, ...below];
}

/** Returns the lineage as one sentence, for those who cannot see the drawing. */
export function lineageText(nodes: readonly Node[]): string {
  return nodes.map(({ title, detail }) => `${title} (${detail})`).join(', then ');
}
