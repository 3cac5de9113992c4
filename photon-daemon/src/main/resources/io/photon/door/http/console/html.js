// SPDX-License-Identifier: Apache-2.0
// What every part of the console is made of.
import { h, render, Fragment } from 'preact';
import { useState, useEffect, useLayoutEffect, useRef, useMemo, useErrorBoundary } from 'preact/hooks';
import htm from 'htm';

export const html = htm.bind(h);
export { render, Fragment, useState, useEffect, useLayoutEffect, useRef, useMemo, useErrorBoundary };

/** A value that several parts watch. */
export function cell(initial) {
  let value = initial;
  const watchers = new Set();
  return {
    get: () => value,
    set(next) {
      value = typeof next === 'function' ? next(value) : next;
      for (const watcher of [...watchers]) watcher(value);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

/** The value of a cell, kept up to date. */
export function useCell(watched) {
  const [, again] = useState(0);
  useEffect(() => watched.watch(() => again(n => n + 1)), [watched]);
  return watched.get();
}

/** Runs an asynchronous task again whenever an input changes, and stops the one before: {value, error, loading, again}. */
export function useTask(task, inputs) {
  const [state, setState] = useState({ loading: true });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setState(before => ({ ...before, loading: true }));
    task(stop.signal).then(
      value => stop.signal.aborted || setState({ value, loading: false }),
      error => stop.signal.aborted || setState(before => ({ value: before.value, error, loading: false })));
    return () => stop.abort();
  }, [...inputs, round]);
  return { ...state, again: () => setRound(n => n + 1) };
}

/** Calls at an interval in ms, not while the tab is hidden. */
export function useEvery(ms, task, inputs = []) {
  useEffect(() => {
    const tick = () => document.hidden || task();
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  }, [ms, ...inputs]);
}

const broad = matchMedia('(min-width: 761px)');

/** Whether there is room for more than the columns that matter. */
export function useBroad() {
  const [is, set] = useState(broad.matches);
  useEffect(() => {
    const look = () => set(broad.matches);
    broad.addEventListener('change', look);
    return () => broad.removeEventListener('change', look);
  }, []);
  return is;
}
