/**
 * The local controls: requests under `/local/` that stand in for what people do at the real cloud (buy, close, read
 * mail, let time pass). Each part of the local cloud offers its own list; `main.ts` serves them all on one port.
 */

export interface ControlRequest {
  /** The `{name}` parts of the path, decoded. */
  params: Readonly<Record<string, string>>;
  /** The parsed JSON body; `{}` where there was none. */
  body: unknown;
  /** What stands behind the path's question mark, decoded. */
  query?: Readonly<Record<string, string>>;
}

export interface ControlReply {
  status: number;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

export interface Control {
  method: 'GET' | 'POST';
  /** An exact path whose `{name}` parts match one segment each, for instance `/local/marketplace/instances/{id}/close`. */
  path: string;
  answer(request: ControlRequest): Promise<ControlReply>;
}

/** What a control answers to a wish that makes no sense: `title` says what is wrong, `detail` what to do next. */
export const controlFault = (status: 400 | 404 | 409, title: string, detail: string): ControlReply => ({
  status,
  body: { status, title, detail },
});
