import { baseParameter, parseBase, type NamePattern } from '../model/base';
import type { Architecture } from '../model/image';
import { nameOfRecipe, type StackRecipe } from '../model/stack-recipe';
import type { JudgedImage } from './criteria';

/** How the image of a vendor's base is found. */
export type BaseLookup = { ami_id: string } | { parameter: string } | { pattern: NamePattern };

/** A base of a vendor that builds of the deployment start from, and what builds on it. */
export interface VendorBase {
  /** As the recipe names it. */
  source: string;
  architecture: Architecture;
  lookup: BaseLookup;
  used_by: string[];
}

/** A vendor's base as EC2 finds it now; without `image`, EC2 does not find it. */
export interface FoundBase extends Pick<VendorBase, 'source' | 'used_by'> {
  ami_id?: string;
  image?: JudgedImage & { allowed?: boolean };
}

type Recipe = Pick<StackRecipe, 'stack' | 'variant' | 'base_source' | 'architecture'>;

/**
 * Returns the bases of vendors that the recipes name, each once, and that of the doctor's launch and of
 * `build --smoke`. Stacks of our own and images of this account are none: EC2 never restricts them.
 */
export function vendorBases(recipes: readonly Recipe[]): VendorBase[] {
  const smoke = { source: 'al2023', architecture: 'x86_64' as const, user: 'spawn build --smoke' };
  const asked = recipes.map((recipe) => ({
    source: recipe.base_source,
    architecture: recipe.architecture,
    user: nameOfRecipe(recipe),
  }));
  const found = new Map<string, VendorBase>();
  for (const { source, architecture, user } of [...asked, smoke]) {
    const lookup = lookupOf(source, architecture);
    if (lookup === undefined) continue;
    const key = `${source} ${architecture}`;
    const known = found.get(key);
    if (known) known.used_by.push(user);
    else found.set(key, { source, architecture, lookup, used_by: [user] });
  }
  return [...found.values()];
}

function lookupOf(source: string, architecture: Architecture): BaseLookup | undefined {
  const base = parseBase(source);
  switch (base.kind) {
    case 'stack':
      return undefined;
    case 'image':
      return { ami_id: base.ami_id };
    case 'parameter':
      return { parameter: base.path };
    case 'family':
      return { parameter: baseParameter(base.family, architecture) };
    case 'pattern':
      return base.owner === 'self' ? undefined : { pattern: { owner: base.owner, name: base.name } };
  }
}
