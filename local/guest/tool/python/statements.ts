import { Expressions } from './expressions';
import type { Expression, Scope } from './formatted';
import { NotUnderstood, type Token } from './tokens';
import { attributeOf, Exit, isTrue, itemsOf, PythonError, textOf, type Module, type Value } from './values';

export type Statement = (scope: Scope) => void;
export type ImportModule = (name: string) => Module;

/**
 * Reads a program: imports, assignments, expressions, assert, if, for, try, raise, pass. The rest is not understood.
 */
export class Statements {
  private readonly expressions: Expressions;

  constructor(
    tokens: Expressions['tokens'],
    private readonly importModule: ImportModule,
  ) {
    this.expressions = new Expressions(tokens);
  }

  program(): Statement[] {
    const all: Statement[] = [];
    while (this.expressions.next.kind !== 'end') all.push(...this.line());
    return all;
  }

  private line(): Statement[] {
    const { next } = this.expressions;
    if (next.kind === 'newline') {
      this.expressions.take();
      return [];
    }
    if (next.text === 'if' || next.text === 'for' || next.text === 'try') return [this.compound()];
    if (
      ['def', 'class', 'while', 'with', 'async', 'global', 'del', 'yield', 'return', 'match', '@'].includes(
        next.text,
      ) &&
      next.kind !== 'string'
    )
      throw new NotUnderstood(`"${next.text}"`, next.line);
    const all = [this.simple()];
    while (this.accept(';')) if (this.expressions.next.kind !== 'newline') all.push(this.simple());
    if (this.expressions.next.kind !== 'end') this.endOfLine();
    return all;
  }

  private block(): Statement[] {
    this.expressions.take(':');
    if (this.expressions.next.kind !== 'newline') return this.line();
    this.expressions.take();
    if (this.kind() !== 'indent')
      throw new PythonError('IndentationError', `expected an indented block at line ${this.expressions.next.line}`);
    this.expressions.take();
    const body: Statement[] = [];
    while (this.kind() !== 'dedent' && this.kind() !== 'end') body.push(...this.line());
    if (this.kind() === 'dedent') this.expressions.take();
    return body;
  }

  private compound(): Statement {
    const word = this.expressions.take().text;
    if (word === 'if') return this.branches();
    if (word === 'try') return this.attempt();
    const names = [this.expressions.take().text];
    while (this.accept(',')) names.push(this.expressions.take().text);
    this.expressions.take('in');
    const source = this.expressions.list();
    const body = this.block();
    return (scope) => {
      for (const item of itemsOf(source(scope))) {
        if (names.length === 1) scope.set(names[0] as string, item);
        else itemsOf(item).forEach((part, index) => scope.set(names[index] ?? '_', part));
        run(body, scope);
      }
    };
  }

  private branches(): Statement {
    const condition = this.expressions.one();
    const body = this.block();
    let otherwise: Statement[] = [];
    if (this.accept('elif')) otherwise = [this.branches()];
    else if (this.accept('else')) otherwise = this.block();
    return (scope) => run(isTrue(condition(scope)) ? body : otherwise, scope);
  }

  private attempt(): Statement {
    const body = this.block();
    const handlers: { types: string[]; name: string | undefined; body: Statement[] }[] = [];
    while (this.accept('except')) {
      const types: string[] = [];
      const inParentheses = this.accept('(');
      while (this.expressions.next.kind === 'name' && this.expressions.next.text !== 'as') {
        types.push(this.expressions.take().text);
        this.accept(',');
      }
      if (inParentheses) this.expressions.take(')');
      const name = this.accept('as') ? this.expressions.take().text : undefined;
      handlers.push({ types, name, body: this.block() });
    }
    const after = this.accept('else') ? this.block() : [];
    const last = this.accept('finally') ? this.block() : [];
    return (scope) => {
      try {
        run(body, scope);
        run(after, scope);
      } catch (error) {
        const handler =
          error instanceof PythonError
            ? handlers.find(
                ({ types }) =>
                  types.length === 0 ||
                  types.includes('Exception') ||
                  types.includes(error.type) ||
                  (error.type === 'ModuleNotFoundError' && types.includes('ImportError')),
              )
            : undefined;
        if (handler === undefined) throw error;
        if (handler.name !== undefined) scope.set(handler.name, (error as PythonError).message);
        run(handler.body, scope);
      } finally {
        run(last, scope);
      }
    };
  }

  private simple(): Statement {
    const { text, kind } = this.expressions.next;
    if (kind === 'name') {
      if (this.accept('import')) return this.imports();
      if (this.accept('from')) return this.importsFrom();
      if (this.accept('pass')) return () => undefined;
      if (this.accept('assert')) return this.assertion();
      if (this.accept('raise')) return this.raise();
      if (text === 'break' || text === 'continue') throw this.expressions.notUnderstood(text);
    }
    const target = this.expressions.list();
    const name = kind === 'name' ? text : undefined;
    const operator = this.expressions.next.text;
    if (this.expressions.next.kind !== 'operator' || !['=', '+='].includes(operator))
      return (scope) => void target(scope);
    if (name === undefined || this.expressions.tokens[this.expressions.position - 1]?.text !== name)
      throw this.expressions.notUnderstood('this assignment');
    this.expressions.take();
    const value: Expression = this.expressions.list();
    if (operator === '=') return (scope) => void scope.set(name, value(scope));
    return (scope) => {
      const [before, more] = [target(scope), value(scope)];
      if (typeof before === 'number' && typeof more === 'number') scope.set(name, before + more);
      else if (typeof before === 'string' && typeof more === 'string') scope.set(name, before + more);
      else throw new NotUnderstood('+= of these', 0);
    };
  }

  private dottedName(): string {
    let name = this.expressions.take().text;
    while (this.accept('.')) name += `.${this.expressions.take().text}`;
    return name;
  }

  private imports(): Statement {
    const all: { path: string; name: string | undefined }[] = [];
    do {
      const path = this.dottedName();
      all.push({ path, name: this.accept('as') ? this.expressions.take().text : undefined });
    } while (this.accept(','));
    return (scope) => {
      for (const { path, name } of all) {
        const module = this.importModule(path);
        scope.set(
          name ?? (path.split('.')[0] as string),
          name === undefined && path.includes('.') ? this.importModule(path.split('.')[0] as string) : module,
        );
      }
    };
  }

  private importsFrom(): Statement {
    const path = this.dottedName();
    this.expressions.take('import');
    const inParentheses = this.accept('(');
    const all: [string, string][] = [];
    do {
      const name = this.expressions.take().text;
      all.push([name, this.accept('as') ? this.expressions.take().text : name]);
    } while (this.accept(','));
    if (inParentheses) this.expressions.take(')');
    return (scope) => {
      const module = this.importModule(path);
      for (const [name, local] of all) scope.set(local, attributeOf(module, name) as Value);
    };
  }

  private assertion(): Statement {
    const condition = this.expressions.one();
    const message = this.accept(',') ? this.expressions.one() : undefined;
    return (scope) => {
      if (!isTrue(condition(scope)))
        throw new PythonError('AssertionError', message === undefined ? '' : textOf(message(scope)));
    };
  }

  private raise(): Statement {
    const name = this.expressions.take().text;
    let message: Expression | undefined;
    if (this.accept('(')) {
      if (this.expressions.next.text !== ')') message = this.expressions.one();
      this.expressions.take(')');
    }
    return (scope) => {
      const value = message?.(scope) ?? null;
      if (name === 'SystemExit') throw new Exit(value);
      throw new PythonError(name, value === null ? '' : textOf(value));
    };
  }

  private kind(): Token['kind'] {
    return this.expressions.next.kind;
  }

  private accept(text: string): boolean {
    return this.expressions.accept(text);
  }

  private endOfLine(): void {
    if (this.expressions.next.kind !== 'newline')
      throw this.expressions.notUnderstood(`"${this.expressions.next.text}" here`);
    this.expressions.take();
  }
}

/** Runs statements in order in a scope. Throws PythonError for what they raise, Exit for sys.exit(). */
export function run(statements: Statement[], scope: Scope): void {
  for (const statement of statements) statement(scope);
}
