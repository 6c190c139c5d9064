import type { Local } from '../../../local/app/simulation';
import { isPaged, namesIds, poisoned, tokenIn, type Poison } from './kinds';

type Make = Local['world']['call'];

/** Answers that AWS never gives, or hardly ever, in place of its own. */
export class Poisons {
  on = true;
  struck = 0;
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly given: readonly Poison[],
    private readonly caller: () => { functionName: string; discard(): void } | undefined,
    private readonly prefix: string,
  ) {}

  /** Stands in for the world's call. */
  wrap(make: Make): Make {
    if (this.given.length === 0) return make;
    return async (principal, service, action, region, input, requestId) => {
      const caller = this.caller();
      const name = caller?.functionName.replace(this.prefix, '');
      const site = `${service}:${action}`;
      const fields = input as Record<string, any>;
      const token = tokenIn(fields);
      const poison =
        this.on && name !== undefined ? this.poisonAt(name, site, token?.startsWith('poison-') === true) : undefined;
      // Nobody asks AWS to go on from a token that is ours.
      const asked = token?.startsWith('poison-') ? { ...fields, NextToken: undefined, nextToken: undefined } : input;
      const answer = await make(principal, service, action, region, asked, requestId);
      if (
        !poison ||
        (isPaged(site) && poison.kind.includes('page') && namesIds(fields)) ||
        (poison.kind.includes('token') && namesIds(fields))
      )
        return answer;
      this.struck += 1;
      caller?.discard();
      return poisoned(poison.kind, site, answer, token);
    };
  }

  private poisonAt(name: string, site: string, goesOn: boolean): Poison | undefined {
    const key = `${name} ${site}`;
    const nth = (this.counts.get(key) ?? 0) + (goesOn ? 0 : 1);
    this.counts.set(key, nth);
    return this.given.find((one) => one.function === name && one.action === site && (one.nth === 0 || one.nth === nth));
  }
}
