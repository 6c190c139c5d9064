import type { PolicyDocument, PolicyStatement } from '../../kernel/types';
import type { ActionData, AuthorizationData } from './authorization-data';
import { supportedKeys, supports } from './authorization-data';
import { parseOperator } from './conditions';
import { listOf } from './evaluate';
import { arnsOverlap } from './patterns';

const fault = (message: string): Error => Object.assign(new Error(message), { name: 'InvalidPolicy' });

/** A policy with the name of the role or managed policy that holds it. */
export interface NamedPolicy {
  owner: string;
  document: PolicyDocument;
}

// Simulations of this process mostly start from the same templates.
const sound = new Set<string>();

/**
 * Checks every statement against AWS's authorization data: its actions exist, its ARNs fit a resource type of one of
 * them, and each allowed action supports the condition keys. Throws InvalidPolicy, which names owner, action and key or
 * ARN.
 */
export async function checkPolicies(policies: readonly NamedPolicy[], data: AuthorizationData): Promise<void> {
  const statements = policies.flatMap(({ owner, document }) =>
    listOf(document.Statement).map((statement) => ({ owner, statement })),
  );
  const patterns = statements.flatMap(({ statement }) => [...listOf(statement.Action), ...listOf(statement.NotAction)]);
  await data.load(patterns.filter((pattern) => pattern.includes(':')).map((pattern) => pattern.split(':')[0]!));
  for (const { owner, statement } of statements) {
    const text = JSON.stringify([owner, statement]);
    if (!sound.has(text)) checkStatement(owner, statement, data);
    sound.add(text);
  }
}

function checkStatement(owner: string, statement: PolicyStatement, data: AuthorizationData): void {
  for (const pattern of listOf(statement.NotAction)) actionsOf(owner, pattern, data);
  const resources = listOf(statement.Resource);
  const actions = listOf(statement.Action)
    .filter((pattern) => pattern !== '*')
    .flatMap((pattern) => actionsOf(owner, pattern, data).map((action) => ({ action, pattern })));
  for (const resource of actions.length > 0 ? resources : []) {
    if (!actions.some(({ action }) => fitsType(resource, action))) {
      throw fault(`${owner}: no action of its statement (${listOf(statement.Action).join(', ')}) acts on ${resource}.`);
    }
  }
  for (const operator of Object.keys(statement.Condition ?? {})) parseOperator(operator);
  for (const { action, pattern } of actions) {
    const exact = !pattern.includes('*');
    if (exact && resources.length > 0 && !resources.some((resource) => fitsType(resource, action))) {
      throw fault(`${owner}: ${pattern} does not act on ${resources.join(', ')}, so the statement can never allow it.`);
    }
    if (exact && statement.Effect === 'Allow') checkKeys(owner, pattern, action, statement);
  }
}

function actionsOf(owner: string, pattern: string, data: AuthorizationData): ActionData[] {
  const actions = data.matching(pattern);
  if (pattern !== '*' && actions.length === 0) throw fault(`${owner}: AWS has no action ${pattern}.`);
  return actions;
}

const fitsType = (resource: string, action: ActionData): boolean =>
  resource === '*' || action.resourceTypes.some((type) => arnsOverlap(type.arn, resource));

function checkKeys(owner: string, name: string, action: ActionData, statement: PolicyStatement): void {
  const supported = listOf(statement.Resource).flatMap((resource) => supportedKeys(action, resource));
  for (const keys of Object.values(statement.Condition ?? {})) {
    for (const key of Object.keys(keys)) {
      if (!supports(supported, key)) {
        throw fault(
          `${owner}: ${name} does not support the condition key ${key} on ${listOf(statement.Resource).join(', ')}.`,
        );
      }
    }
  }
}
