import { expectedRegions } from '../../../core/replication/expected';
import { run } from '../kit/images';

test('a copy is expected where a run under way makes one, from its start on, and where the policy wants one', () => {
  const started = run({ kind: 'replicate', request: { regions: ['eu-west-1'] } });
  const copying = run({
    kind: 'replicate',
    replicas: [
      { region: 'us-west-2', status: 'copying' },
      { region: 'sa-east-1', status: 'failed' },
    ],
  });
  expect(expectedRegions('ami-1', [started, copying], ['ap-south-1', 'eu-west-1'])).toEqual([
    'ap-south-1',
    'eu-west-1',
    'us-west-2',
  ]);
  expect(expectedRegions('ami-2', [started, copying])).toEqual([]);
});
