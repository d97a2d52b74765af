// What is known of the last run beside its answer, and whether the next one is to be explained.
import { useSyncExternalStore } from 'react';

let state = { explaining: false, last: null };
const listeners = new Set();

function change(part) {
  state = { ...state, ...part };
  for (const listener of listeners) listener();
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** last: {name, milliseconds, events, cost: {requested, limit}, explain}; events is how many a subscription has had. */
export const useRuns = () => useSyncExternalStore(subscribe, () => state);
export const explaining = () => state.explaining;
export const setExplaining = (value) => change({ explaining: value });
export const setLast = (last) => change({ last });
