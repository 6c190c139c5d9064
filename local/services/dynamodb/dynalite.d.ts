/**
 * The inner modules of dynalite 4.0.0 that run without its HTTP server. They are no documented API: the version is
 * pinned.
 */
declare module 'dynalite/db' {
  export interface Store {
    tableDb: unknown;
    getTable(name: string, done: (error: Error | null, table: any) => void): void;
    db: { close(done?: () => void): void };
  }
  export function create(options: Record<string, unknown>): Store;
}
declare module 'dynalite/validations' {
  export function checkTypes(data: object, types: object): any;
  export function checkValidations(data: object, types: object, custom: unknown, store: unknown): void;
}
