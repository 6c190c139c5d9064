import { listHistory } from '../../../aws/catalog/history';
import { historyQuery } from '../../../core/history/contract';
import { startOfHistory } from '../../../core/history/period';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

const defaultLimit = 100;

/** Returns what was done to images, policies and by launches, newest first. */
export async function readHistory({ query, now }: HttpRequest): Promise<HttpAnswer> {
  const { limit = defaultLimit, since, ...asked } = parse(historyQuery, query);
  return {
    status: 200,
    body: await listHistory({ ...asked, since: startOfHistory(since, now), until: now, limit }),
  };
}
