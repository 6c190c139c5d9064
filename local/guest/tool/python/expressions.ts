import { NotUnderstood, tokensOf, type Token } from './tokens';
import { formatted, type Expression } from './formatted';
import { arithmetic, compare } from './operators';
import { attributeOf, Float, isTrue, itemsOf, PythonError, representation, Tuple, type Value } from './values';

/** Reads expressions from tokens and turns them into functions of the variables. */
export class Expressions {
  position = 0;

  constructor(readonly tokens: Token[]) {}

  get next(): Token {
    return this.tokens[this.position] as Token;
  }

  take(text?: string): Token {
    const token = this.next;
    if (text !== undefined && token.text !== text)
      throw new PythonError('SyntaxError', `invalid syntax at line ${token.line}: expected "${text}"`);
    this.position += 1;
    return token;
  }

  accept(text: string): boolean {
    if (this.next.text !== text || this.next.kind === 'string' || this.next.kind === 'format') return false;
    this.position += 1;
    return true;
  }

  notUnderstood(what: string): NotUnderstood {
    return new NotUnderstood(what, this.next.line);
  }

  /** Expressions with commas between them: one, or a tuple. */
  list(): Expression {
    const first = this.one();
    if (this.next.text !== ',') return first;
    const all = [first];
    while (this.accept(',')) {
      if (['newline', 'end'].includes(this.next.kind) || [')', '=', ':'].includes(this.next.text)) break;
      all.push(this.one());
    }
    return (scope) => new Tuple(all.map((item) => item(scope)));
  }

  one(): Expression {
    if (this.next.text === 'lambda') throw this.notUnderstood('lambda');
    const value = this.or();
    if (!this.accept('if')) return value;
    const condition = this.or();
    this.take('else');
    const otherwise = this.one();
    return (scope) => (isTrue(condition(scope)) ? value(scope) : otherwise(scope));
  }

  private or(): Expression {
    return this.chain('or', () => this.and(), true);
  }

  private and(): Expression {
    return this.chain('and', () => this.not(), false);
  }

  /** `and` and `or` give the operand that decides. */
  private chain(word: string, operand: () => Expression, decisive: boolean): Expression {
    let left = operand();
    while (this.accept(word)) {
      const [one, other] = [left, operand()];
      left = (scope) => {
        const value = one(scope);
        return isTrue(value) === decisive ? value : other(scope);
      };
    }
    return left;
  }

  private not(): Expression {
    if (!this.accept('not')) return this.comparison();
    const inner = this.not();
    return (scope) => !isTrue(inner(scope));
  }

  private comparison(): Expression {
    const first = this.sum();
    const rest: [string, Expression][] = [];
    for (;;) {
      let operator = this.next.text;
      if (this.next.kind === 'string' || this.next.kind === 'format') break;
      if (operator === 'not' && this.tokens[this.position + 1]?.text === 'in') {
        this.position += 1;
        operator = 'not in';
      }
      if (operator === 'is' && this.tokens[this.position + 1]?.text === 'not') {
        this.position += 1;
        operator = 'is not';
      }
      if (!['==', '!=', '<', '>', '<=', '>=', 'in', 'not in', 'is', 'is not'].includes(operator)) break;
      this.position += 1;
      rest.push([operator, this.sum()]);
    }
    if (rest.length === 0) return first;
    return (scope) => {
      let left = first(scope);
      return rest.every(([operator, expression]) => {
        const right = expression(scope);
        const holds = compare(operator, left, right);
        left = right;
        return holds;
      });
    };
  }

  private sum(): Expression {
    return this.arithmetic(['+', '-'], () => this.product());
  }

  private product(): Expression {
    return this.arithmetic(['*', '/', '//', '%'], () => this.unary());
  }

  private arithmetic(operators: string[], operand: () => Expression): Expression {
    let left = operand();
    while (this.next.kind === 'operator' && operators.includes(this.next.text)) {
      const { text, line } = this.take();
      const [one, other] = [left, operand()];
      left = (scope) => arithmetic(text, one(scope), other(scope), line);
    }
    return left;
  }

  private unary(): Expression {
    if (!this.accept('-')) return this.postfix();
    const { line } = this.next;
    const inner = this.unary();
    return (scope) => arithmetic('-', 0, inner(scope), line);
  }

  private postfix(): Expression {
    let value = this.atom();
    for (;;) {
      const { line } = this.next;
      const target = value;
      if (this.next.kind !== 'operator') return value;
      if (this.accept('.')) {
        const name = this.take().text;
        value = (scope) => {
          const attribute = attributeOf(target(scope), name);
          if (attribute === undefined) throw new NotUnderstood(`.${name}`, line);
          return attribute;
        };
      } else if (this.accept('(')) value = this.call(target, line);
      else if (this.accept('[')) value = this.index(target, line);
      else return value;
    }
  }

  private call(target: Expression, line: number): Expression {
    const args: Expression[] = [];
    const named: [string, Expression][] = [];
    while (!this.accept(')')) {
      if (this.next.kind === 'name' && this.tokens[this.position + 1]?.text === '=') {
        const name = this.take().text;
        this.take('=');
        named.push([name, this.one()]);
      } else args.push(this.one());
      if (this.next.text === 'for') throw this.notUnderstood('a comprehension');
      if (this.next.text !== ')') this.take(',');
    }
    return (scope) => {
      const called = target(scope);
      if (typeof called !== 'function') throw new NotUnderstood(`calling ${representation(called)}`, line);
      return called(
        args.map((argument) => argument(scope)),
        new Map(named.map(([name, expression]) => [name, expression(scope)])),
      );
    };
  }

  private index(target: Expression, line: number): Expression {
    const start = this.next.text === ':' ? undefined : this.one();
    const isSlice = this.accept(':');
    const end = isSlice && this.next.text !== ']' ? this.one() : undefined;
    this.take(']');
    return (scope) => {
      const value = target(scope);
      const key = start?.(scope);
      if (value instanceof Map) {
        const found = value.get(key ?? null);
        if (found === undefined) throw new PythonError('KeyError', representation(key ?? null));
        return found;
      }
      const items = itemsOf(value);
      if (isSlice) {
        const piece = items.slice((key as number | undefined) ?? 0, end?.(scope) as number | undefined);
        return typeof value === 'string' ? piece.join('') : value instanceof Tuple ? new Tuple(piece) : piece;
      }
      if (typeof key !== 'number') throw new NotUnderstood('this index', line);
      const item = items[key < 0 ? items.length + key : key];
      if (item === undefined) throw new PythonError('IndexError', 'list index out of range');
      return item;
    };
  }

  private atom(): Expression {
    const token = this.take();
    if (token.kind === 'number') {
      const value = token.text.includes('.') ? new Float(Number(token.text)) : Number(token.text);
      return () => value;
    }
    if (token.kind === 'string' || token.kind === 'format') {
      const pieces = [token.kind === 'string' ? () => token.text : formatted(token, parse)];
      while (this.next.kind === 'string' || this.next.kind === 'format') {
        const more = this.take();
        pieces.push(more.kind === 'string' ? () => more.text : formatted(more, parse));
      }
      return (scope) => pieces.map((piece) => piece(scope)).join('');
    }
    if (token.kind === 'name') {
      const constants: Record<string, Value> = { True: true, False: false, None: null };
      if (token.text in constants) return () => constants[token.text] as Value;
      return (scope) => {
        const value = scope.get(token.text);
        if (value === undefined) throw new PythonError('NameError', `name '${token.text}' is not defined`);
        return value;
      };
    }
    if (token.text === '(') {
      if (this.accept(')')) return () => new Tuple([]);
      const inner = this.list();
      if (this.next.text === 'for') throw this.notUnderstood('a generator');
      this.take(')');
      return inner;
    }
    if (token.text === '[') {
      const items: Expression[] = [];
      while (!this.accept(']')) {
        items.push(this.one());
        if (this.next.text === 'for') throw this.notUnderstood('a comprehension');
        if (this.next.text !== ']') this.take(',');
      }
      return (scope) => items.map((item) => item(scope));
    }
    if (token.text === '{') {
      const pairs: [Expression, Expression][] = [];
      while (!this.accept('}')) {
        const key = this.one();
        this.take(':');
        pairs.push([key, this.one()]);
        if (this.next.text !== '}') this.take(',');
      }
      return (scope) => new Map(pairs.map(([key, value]) => [key(scope), value(scope)]));
    }
    throw new PythonError('SyntaxError', `invalid syntax at line ${token.line}: "${token.text}"`);
  }
}

const parse = (text: string): Expression => new Expressions(tokensOf(text)).one();
