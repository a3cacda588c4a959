/**
 * Who is signed in is one thing for all tabs of a browser, for they share the cookie: whatever one of them hears of it, it tells
 * the others, and one that believes something else asks for itself. A tab that heard nothing, because it slept, asks when it is
 * looked at again, as it does for everything that it shows.
 */
import type { QueryClient } from '@tanstack/react-query';
import { accountKey } from './api';

const tabs = new BroadcastChannel('signed-in');

/** The username; undefined where nobody is signed in. */
export const tellOtherTabs = (username: string | undefined): void => tabs.postMessage(username);

export const followOtherTabs = (queries: QueryClient): void => {
  tabs.onmessage = ({ data: heard }: MessageEvent<string | undefined>) => {
    const state = queries.getQueryState<{ readonly username: string }>(accountKey);
    const believed = state?.error ? undefined : state?.data?.username;
    if (heard !== believed) void queries.invalidateQueries({ queryKey: accountKey });
  };
};
