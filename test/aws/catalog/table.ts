import type { Server } from 'node:http';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setEnvironment } from '../fake-aws';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const dynalite = require('dynalite') as (options: object) => Server;

const text = (AttributeName: string): { AttributeName: string; AttributeType: 'S' } => ({
  AttributeName,
  AttributeType: 'S',
});
const keys = (index = ''): { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[] => [
  { AttributeName: `${index}pk`, KeyType: 'HASH' },
  { AttributeName: `${index}sk`, KeyType: 'RANGE' },
];

/** The catalog's table in memory, for the tests of one file. */
export function catalogTable(): void {
  let server: Server;
  let client: DynamoDBClient;

  beforeAll(async () => {
    server = dynalite({ createTableMs: 0 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` });
    client = new DynamoDBClient({});
    await client.send(
      new CreateTableCommand({
        TableName: 'spawn-dev-catalog',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map(text),
        KeySchema: keys(),
        GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((IndexName) => ({
          IndexName,
          KeySchema: keys(IndexName),
          Projection: { ProjectionType: 'ALL' },
        })),
      }),
    );
    for (let status = ''; status !== 'ACTIVE';) {
      status =
        (await client.send(new DescribeTableCommand({ TableName: 'spawn-dev-catalog' }))).Table?.TableStatus ?? '';
    }
  });

  afterAll(async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}
