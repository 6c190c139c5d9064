import { listNightCosts } from '../../../aws/catalog/nights';
import { allImages } from '../../../aws/catalog/releases';
import { getRun } from '../../../aws/catalog/runs';
import { environment } from '../../../aws/client/environment';
import { breakEven } from '../../../core/cost/break-even';
import { costReport } from '../../../core/cost/estimate';
import { firstDay } from '../../../core/cost/history';
import { costHistoryQuery, costQuery } from '../../../core/api/contract/cost';
import type { Image } from '../../../core/model/image';
import { installMinutes } from '../../../core/run/install-time';
import { pricesOf, snapshotPrices } from '../../../core/model/price';
import { imagesOfRelease } from '../../../core/release/images';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { requireImage } from '../../../usecases/image/find';

// "Time saved per launch: 10 minutes. Value of time: $60/hour."
const usual = { minutes: 10, hourly: 60 };

const defaultDays = 90;

async function chosen(asked: { ami?: string; stack?: string; region?: string }): Promise<Image[]> {
  const image = asked.ami === undefined ? undefined : await requireImage(asked.ami);
  const images = await allImages(asked.region ?? 'all', asked.stack ?? image?.stack);
  const ours = image ? imagesOfRelease(image, images) : images;
  return ours.filter(
    ({ lifecycle, region }) =>
      lifecycle !== 'candidate' && (asked.region === undefined || asked.region === 'all' || region === asked.region),
  );
}

/**
 * Returns the minutes that the newest build of these images spent installing, which each launch would spend without the
 * image; undefined without such a build.
 */
async function measuredMinutes(images: readonly Image[]): Promise<number | undefined> {
  const newest = images
    .filter(({ build_id }) => build_id !== undefined)
    .sort((left, right) => right.creation_date.localeCompare(left.creation_date))[0];
  return newest?.build_id === undefined ? undefined : installMinutes(await getRun(newest.build_id));
}

/**
 * Returns what images cost a month in US dollars, and after how many launches they pay for themselves. Reads only the
 * catalog.
 */
export async function readCosts({ query }: HttpRequest): Promise<HttpAnswer> {
  const { minutes_saved, hourly_value, ...asked } = parse(costQuery, query);
  const images = await chosen(asked);
  const { snapshot_prices } = environment().settings;
  const report = costReport(images, { ...snapshotPrices, ...snapshot_prices });
  const measured = minutes_saved === undefined ? await measuredMinutes(images) : undefined;
  const question = {
    monthly_usd: report.total.usd,
    minutes_saved: minutes_saved ?? measured ?? usual.minutes,
    hourly_value_usd: hourly_value ?? usual.hourly,
  };
  const { value_per_launch_usd, launches_per_month } = breakEven(question);
  return {
    status: 200,
    body: {
      ...report,
      prices_of: pricesOf,
      break_even: {
        minutes_saved: question.minutes_saved,
        minutes_measured: measured !== undefined,
        hourly_value_usd: question.hourly_value_usd,
        value_per_launch_usd,
        launches_per_month: Number.isFinite(launches_per_month) ? launches_per_month : null,
      },
    },
  };
}

/** Returns what each night of the last days measured, the oldest first. */
export async function readCostHistory({ query, now }: HttpRequest): Promise<HttpAnswer> {
  const { days = defaultDays } = parse(costHistoryQuery, query);
  return { status: 200, body: { nights: await listNightCosts({ days, since: firstDay(days, now) }) } };
}
