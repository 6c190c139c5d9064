import { wrongClock } from './clocks/try';

// Jest keeps TZ from Node; `npm run simulate -- --dates` tries the zones of machines too.
test('wrong clocks, odd dates and equal stamps remove nothing, and decide nothing by chance', () => {
  const wrong = Array.from({ length: 150 }, (_, index) => wrongClock(20_001 + index)).flat();
  expect(wrong).toEqual([]);
});
