import { AuthorizationData } from '../../../local/services/iam/authorization-data';
import { authorize } from '../../../local/services/iam/authorize';
import { listOf } from '../../../local/services/iam/evaluate';
import type { Local } from '../../../local/app/simulation';
import { AwsError, type PolicyDocument, type PolicyStatement } from '../../../local/kernel/types';
import type { Question } from './question';

/** A policy with one permission or one condition less. */
export interface Mutant {
  owner: string;
  /** `grant ACTION` or `condition OPERATOR KEY`, with the number of the statement. */
  what: string;
  kind: 'grant' | 'condition';
  /** Actions of the statement that it is about. */
  actions: readonly string[];
  policies: PolicyDocument[];
}

export type Policies = ReadonlyMap<string, PolicyDocument[]>;

const now = Date.parse('2026-01-14T10:00:00Z');

/** The policies of a deployment by their owners. */
export function policiesOf({ roles, members }: Local): Policies {
  const all = new Map<string, PolicyDocument[]>();
  for (const { owner, document } of [roles, ...members.values()].flatMap((each) => each.documents()))
    all.set(owner, [...(all.get(owner) ?? []), document]);
  return all;
}

/** Decides questions by the evaluation that decides the calls of local mode. */
export class Judge {
  private constructor(private readonly data: AuthorizationData) {}

  static async of(policies: Policies): Promise<Judge> {
    const data = new AuthorizationData();
    const actions = [...policies.values()]
      .flat()
      .flatMap(({ Statement }) => listOf(Statement))
      .flatMap(actionsOf);
    await data.load(actions.map((action) => action.split(':')[0]!));
    return new Judge(data);
  }

  allows(question: Question, policies: readonly PolicyDocument[]): boolean {
    const { owner, account, region, action, resource, context } = question;
    const arn = `arn:aws:sts::${account}:assumed-role/${owner.split(' ').pop()}/session`;
    try {
      const principal = { arn, administrator: false, policies };
      authorize(this.data, 'lambda', principal, { action, resource, context }, { accountId: account, region, now });
      return true;
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
  }
}

const actionsOf = (statement: PolicyStatement): readonly string[] => listOf(statement.Action);

/**
 * Every policy with each action of each statement left out in turn, and with each condition. Throws where there is a
 * form of statement that it does not take apart.
 */
export function mutantsOf(policies: Policies): Mutant[] {
  return [...policies].flatMap(([owner, documents]) =>
    documents.flatMap((document, at) =>
      listOf(document.Statement).flatMap((statement, number) => {
        if (statement.Effect !== 'Allow' || statement.Action === undefined)
          throw new Error(`${owner}: a Deny or a NotAction: let mutantsOf take it apart`);
        const having = (changed: PolicyStatement[]): PolicyDocument[] => {
          const all = [...listOf(document.Statement)];
          all.splice(number, 1, ...changed);
          return documents.map((each, index) => (index === at ? { ...document, Statement: all } : each));
        };
        const actions = actionsOf(statement);
        const grants = actions.map((action): Mutant => {
          const rest = actions.filter((each) => each !== action);
          const policies = having(rest.length === 0 ? [] : [{ ...statement, Action: rest }]);
          return {
            owner,
            what: `grant ${action} of statement ${number + 1}`,
            kind: 'grant',
            actions: [action],
            policies,
          };
        });
        const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
          Object.keys(keys).map((key): Mutant => {
            const { [key]: _left, ...rest } = keys;
            const policies = having([{ ...statement, Condition: { ...statement.Condition, [operator]: rest } }]);
            const what = `condition ${operator} ${key} of statement ${number + 1} (${actions.join(', ')})`;
            return { owner, what, kind: 'condition', actions, policies };
          }),
        );
        return [...grants, ...conditions];
      }),
    ),
  );
}
