/**
 * What the clients were promised: everything that was acknowledged to them, which no kill may take back. Whatever a client
 * was shown counts too, for what a reader saw must have been there to stay.
 */

/** As the API shows it. */
export interface WorkspaceView {
  readonly site: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly settlement: {
    readonly method: string;
    readonly accountId?: string;
    readonly instanceId?: string;
    readonly since: string;
  };
  readonly createdAt: string;
}

export interface Registered {
  readonly username: string;
  readonly password: string;
  readonly email: string;
}

/** A request that creates, and its first answer. */
export interface Created {
  readonly path: string;
  readonly json: unknown;
  readonly key: string;
  readonly username: string;
  readonly body: { readonly workspace: WorkspaceView };
}

export interface Promises {
  readonly registered: Registered[];
  readonly created: Created[];
  /** Settlements that were shown in force, by whatever answer. */
  readonly shown: WorkspaceView[];
  /** The token of a session, and whose it is. */
  readonly sessions: { readonly token: string; readonly username: string }[];
  readonly bought: string[];
  readonly closed: string[];
  /** The latest time that the clock was known to show. */
  clockMs: number;
}

export const noPromises = (): Promises => ({
  registered: [],
  created: [],
  shown: [],
  sessions: [],
  bought: [],
  closed: [],
  clockMs: 0,
});
