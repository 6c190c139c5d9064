import { AwsError, type Principal, type World } from '../../kernel/types';

/** An address that EventBridge calls. */
export interface ApiDestination {
  name: string;
  arn: string;
  method: string;
  endpoint: string;
  connectionArn: string;
}

/** The header that a connection authorizes with. */
interface Header {
  name: string;
  value: string;
}

/** What was sent to an address, and its answer. */
export interface ApiDelivery {
  endpoint: string;
  body: string;
  status: number;
}

export interface ApiDestinations {
  connect(connectionArn: string, header: Header): void;
  define(destination: ApiDestination): void;
  /** Sends an input to a destination. Throws AwsError when the role may not, or the address does not accept it. */
  invoke(arn: string, role: Principal | undefined, body: string): Promise<void>;
  readonly deliveries: ApiDelivery[];
}

/** Milliseconds in which an address must answer (EventBridge user guide, "API destinations as targets"). */
const patience = 5000;

/**
 * Calls addresses over HTTP. Local mode sends nothing to other machines: the server at `webhooks` on this machine
 * receives the requests of every address, with the host in the header X-Forwarded-Host. Without it, nothing answers.
 */
export function createApiDestinations(world: World, webhooks?: string): ApiDestinations {
  const destinations = new Map<string, ApiDestination>();
  const headers = new Map<string, Header>();
  const deliveries: ApiDelivery[] = [];
  async function send({ method, endpoint, connectionArn }: ApiDestination, body: string): Promise<number> {
    if (webhooks === undefined)
      throw new AwsError(
        'ConnectionFailure',
        `${new URL(endpoint).host} does not answer: local mode sends to a server on this machine only (--webhooks URL).`,
      );
    const { pathname, search, host } = new URL(endpoint);
    const header = headers.get(connectionArn);
    // The server answers in real time: without a hold a busy machine sees days of simulated time pass meanwhile.
    const release = world.clock.hold();
    try {
      const answer = await fetch(new URL(`${pathname}${search}`, webhooks), {
        method,
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Amazon/EventBridge/ApiDestinations',
          'X-Forwarded-Host': host,
          ...(header && { [header.name]: header.value }),
        },
        body,
        signal: AbortSignal.timeout(patience),
      });
      return answer.status;
    } finally {
      release();
    }
  }
  return {
    connect: (arn, header) => void headers.set(arn, header),
    define: (destination) => void destinations.set(destination.arn, destination),
    deliveries,
    async invoke(arn, role, body) {
      const destination = destinations.get(arn);
      if (!destination) throw new AwsError('ResourceNotFoundException', `ApiDestination ${arn} does not exist.`);
      if (!role)
        throw new AwsError('AccessDeniedException', `The target ${arn} needs a role that the service can assume.`);
      world.authorize('events', role, world.homeRegion, 'events:InvokeApiDestination', arn);
      const status = await send(destination, body);
      deliveries.push({ endpoint: destination.endpoint, body, status });
      if (status < 200 || status > 299) throw new AwsError('SDK_CLIENT_ERROR', `The address answered ${status}.`);
    },
  };
}
