import type { Identity } from './intrinsics';
import type { Stack } from './read';

/** One resource of a template while it is being made. */
export interface Resource {
  stack: Stack;
  logicalId: string;
  type: string;
  identity: Identity;
  /** All properties, resolved. */
  properties: Record<string, any>;
}

/** What names itself: properties can be asked one by one, since a whole resource may refer back to it. */
export interface Unnamed {
  stack: Stack;
  logicalId: string;
  property(name: string): any;
  properties(): Record<string, any>;
}

/** How one resource type is run locally. */
export interface ResourceKind<Site> {
  type: string;
  /** Paths of the properties that are modeled; each covers what lies below it. */
  models: readonly string[];
  /** Paths of properties without effect here, with the reason. */
  ignores?: Readonly<Record<string, string>>;
  /** Whether `create` resolves references to secrets in the properties. */
  resolvesSecrets?: true;
  /** Whether it is run in other regions than the home region too. */
  everywhere?: true;
  /** Whether it is run in other accounts than the home account too. */
  inMembers?: true;
  identify(resource: Unnamed, site: Site): Identity;
  create?(resource: Resource, site: Site): void | Promise<void>;
}

/** Returns the name that a template gives, or one formed as CloudFormation does. */
export const nameOf = (resource: Unnamed, property: string): string =>
  resource.property(property) ?? `${resource.stack.name}-${resource.logicalId}`;
