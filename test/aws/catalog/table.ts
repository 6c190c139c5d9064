import type { Server } from 'node:http';
import { CreateTableCommand, DeleteTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
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

async function inMemory(): Promise<Server> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** The catalog's table, for the tests of one file: in memory, or at the address that CATALOG_ENDPOINT names. */
export function catalogTable(): void {
  let server: Server | undefined;
  let client: DynamoDBClient;

  beforeAll(async () => {
    const { CATALOG_ENDPOINT: endpoint } = process.env;
    if (endpoint === undefined) server = await inMemory();
    const { port } = (server?.address() ?? {}) as { port?: number };
    setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: endpoint ?? `http://127.0.0.1:${port}` });
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
    await client.send(new DeleteTableCommand({ TableName: 'spawn-dev-catalog' }));
    client.destroy();
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  });
}
