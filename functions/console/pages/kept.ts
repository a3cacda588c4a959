/** A place for one value, wherever it is. */
export interface Kept {
  /** Undefined where there is nothing. */
  read(): unknown;
  write(value: unknown): void;
  forget(): void;
}
