import { useSyncExternalStore } from 'react';

export interface Store<S, E> {
  get: () => S;
  dispatch: (event: E) => void;
  subscribe: (listener: () => void) => () => void;
}

/** A reducer with its state at hand at once: what acts between two events must not read a render that is a step behind. */
export function createStore<S, E>(reduce: (state: S, event: E) => S, first: S): Store<S, E> {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    dispatch(event) {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useStore = <S, E>(store: Store<S, E>): S => useSyncExternalStore(store.subscribe, store.get);
