/** The part of dynalite that is used; it brings no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  export default function dynalite(options: {
    /** Where the data lies on disk. */
    path: string;
    /** How long a new table cannot be used. */
    createTableMs: number;
  }): Server;
}
