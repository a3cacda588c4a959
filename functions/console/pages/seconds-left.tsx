/** Counts the seconds down to a moment; screen readers are not told each of them. */
import { useEffect, useState } from 'react';

const secondsTo = (atMs: number): number => Math.max(0, Math.ceil((atMs - Date.now()) / 1_000));

export const useSecondsTo = (atMs: number): number => {
  const [seconds, setSeconds] = useState(() => secondsTo(atMs));
  useEffect(() => {
    setSeconds(secondsTo(atMs));
    const timer = setInterval(() => setSeconds(secondsTo(atMs)), 250);
    return () => clearInterval(timer);
  }, [atMs]);
  return seconds;
};

interface SecondsLeftProps {
  /** In milliseconds since 1970. */
  readonly untilMs: number;
  readonly text: (seconds: number) => string;
  /** In place of it once there are none. */
  readonly over: string;
}

export const SecondsLeft = ({ untilMs, text, over }: SecondsLeftProps) => {
  const seconds = useSecondsTo(untilMs);
  return <span aria-live="off">{seconds > 0 ? text(seconds) : over}</span>;
};
