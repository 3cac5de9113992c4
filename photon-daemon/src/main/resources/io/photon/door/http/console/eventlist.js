// SPDX-License-Identifier: Apache-2.0
// The events of a stream that a page holds: a stretch of it, newest first, which grows at both ends and forgets the other.
import { useEffect, useRef, useState } from './html.js';
import { replay } from './api.js';
import { plus } from './format.js';

const AT_A_TIME = 500;
const MOST = 20000;
const ID = /^\{"order-id":(\d+)/;

const entry = line => ({ id: ID.exec(line)?.[1] ?? null, line });

/**
 * @param filter {exact, where, 'event-type'} of the replay
 * @param at an order-id or a time to begin at; empty for the newest
 * @returns {events, pinned, older, newer, loading, error, ended, jump}
 */
export function useEvents(stream, filter, at, tail) {
  const [state, setState] = useState({ events: [], pinned: 0, loading: true });
  const busy = useRef(null);
  const now = useRef(state);
  now.current = state;
  const asked = JSON.stringify(filter);

  const change = make => setState(before => (now.current = make(before)));

  const fetchPage = async (query, signal) => {
    const found = [];
    for await (const line of replay(stream, { type: 'cold', limit: AT_A_TIME, ...filter, ...query }, signal)) {
      const one = entry(line);
      if (one.id) found.push(one);
    }
    return found;
  };

  /** One page at a time; @param put what becomes of it */
  const load = async (query, put) => {
    if (busy.current) return;
    const stop = new AbortController();
    busy.current = stop;
    change(before => ({ ...before, loading: true, error: null }));
    try {
      const found = await fetchPage(query, stop.signal);
      if (busy.current === stop) change(before => ({ ...put(before, found), loading: false }));
    } catch (error) {
      if (busy.current === stop) change(before => ({ ...before, error, loading: false, failed: true }));
    } finally {
      if (busy.current === stop) busy.current = null;
    }
  };

  const older = () => {
    const { events, ended, failed } = now.current;
    if (ended || failed || events.length === 0) return;
    load({ direction: 'backwards', to: plus(events.at(-1).id, -1) }, (before, found) => {
      const all = before.events.concat(found);
      const over = Math.max(0, all.length - MOST);
      return { ...before, events: all.slice(over), pinned: before.pinned - over, newest: before.newest && over === 0, ended: found.length < AT_A_TIME };
    });
  };

  const newer = () => {
    const { events, newest } = now.current;
    if (newest || tail || events.length === 0) return;
    load({ from: plus(events[0].id, 1) }, (before, found) => {
      const all = found.reverse().concat(before.events);
      return { ...before, events: all.slice(0, MOST), pinned: before.pinned + found.length, newest: found.length < AT_A_TIME, ended: before.ended && all.length <= MOST };
    });
  };

  useEffect(() => {
    busy.current?.abort();
    busy.current = null;
    change(() => ({ events: [], pinned: 0, loading: true, newest: !at }));
    load(at ? { direction: 'backwards', to: at } : { direction: 'backwards' },
      (before, found) => ({ ...before, events: found, newest: !at, ended: found.length < AT_A_TIME, round: (before.round ?? 0) + 1 }));
    return () => { busy.current?.abort(); busy.current = null; };
  }, [stream, asked, at]);

  /** Events that came live, newest last. */
  const add = lines => change(before => {
    const head = before.events[0]?.id;
    const fresh = lines.map(entry).filter(one => one.id && (!head || BigInt(one.id) > BigInt(head))).reverse();
    const all = fresh.concat(before.events);
    return { ...before, events: all.slice(0, MOST), pinned: before.pinned + fresh.length, ended: before.ended && all.length <= MOST };
  });

  /** After a page that failed. */
  const again = () => { change(before => ({ ...before, failed: false, error: null })); older(); };

  return { ...state, older, newer, add, again };
}

/** Follows a stream while wanted; what comes is given in bundles, one a frame. */
export function useTail(stream, filter, wanted, from, add) {
  const [state, setState] = useState({});
  const asked = JSON.stringify(filter);
  useEffect(() => {
    if (!wanted) return undefined;
    const stop = new AbortController();
    let waiting = [];
    let frame = 0;
    const flush = () => { frame = 0; const some = waiting; waiting = []; add(some); };
    setState({ on: true });
    (async () => {
      for await (const line of replay(stream, { ...filter, type: from ? 'hot-cold' : 'hot', from: from ? plus(from, 1) : undefined }, stop.signal)) {
        waiting.push(line);
        if (waiting.length > MOST) waiting = waiting.slice(-MOST);
        if (!frame) frame = requestAnimationFrame(flush);
      }
      if (!stop.signal.aborted) setState({ error: new Error('the daemon ended the tail') });
    })().catch(error => stop.signal.aborted || setState({ error }));
    return () => { stop.abort(); cancelAnimationFrame(frame); };
  }, [stream, asked, wanted]);
  return state;
}
