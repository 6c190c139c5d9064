import type { Principal } from '../kernel/types';

export interface Route {
  /** `GET /v1/images/{id}` or `$default`. */
  key: string;
  authorization: 'AWS_IAM' | 'NONE';
  functionArn: string;
  timeoutMs: number;
}

export interface HttpApi {
  id: string;
  name: string;
  stage: string;
  routes: Route[];
}

export interface Caller {
  principal: Principal;
  accessKeyId: string;
}
