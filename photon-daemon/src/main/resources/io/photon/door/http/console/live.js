// SPDX-License-Identifier: Apache-2.0
// The daemon's counters, asked for every second while a page is looked at; the last quarter of an hour is kept.
import { cell } from './html.js';
import { get } from './api.js';
import { session } from './identity.js';
import { everywhere } from './rights.js';

const EVERY_MS = 1000;
const KEPT = 900;

/** {stats, at, error, lostSince}: the newest answer, and how long there has been none. */
export const live = cell({ stats: null, at: 0, error: null, lostSince: 0 });
/** Rates and gauges of each second: [{time, appends, replayed, p50, p99, heap, queue, subscribers}]. */
export const history = cell([]);

/** Whether it has nothing to do but to wait: another Photon writes to the store that they share, and it could take over. */
export const standsBy = stats => stats.cluster?.role === 'standby' && !stats.cluster.trouble;

let timer = null;
let before = null;

const rate = (now, last, read, seconds) => last && read(now) >= read(last) ? (read(now) - read(last)) / seconds : 0;

function note(stats) {
  const seconds = before ? Math.max(0.2, (stats.time - before.time) / 1000) : 1;
  const point = {
    time: stats.time / 1000,
    appends: rate(stats, before, s => s.log.appended, seconds),
    replayed: rate(stats, before, s => s.log.replayed, seconds),
    processed: rate(stats, before, s => s.projections.processed, seconds),
    p50: stats.log['ack-micros-p50'] / 1000,
    p99: stats.log['ack-micros-p99'] / 1000,
    heap: stats['heap-used-bytes'],
    queue: stats.log['queued-events'],
    subscribers: stats.log.subscribers,
  };
  if (before) history.set(all => [...all.slice(-(KEPT - 1)), point]);
  before = stats;
}

async function once() {
  if (document.hidden || !session.get()) return;
  if (!everywhere('replay')) {
    live.set({ stats: null, at: 0, error: null, lostSince: 0, denied: true });
    return;
  }
  try {
    const stats = await get('api/stats');
    note(stats);
    live.set({ stats, at: Date.now(), error: null, lostSince: 0 });
  } catch (error) {
    live.set(last => ({ ...last, error, lostSince: last.lostSince || Date.now() }));
  }
}

async function turn() {
  await once();
  timer = session.get() && !live.get().denied ? setTimeout(turn, EVERY_MS) : null;
}

function begin() {
  if (timer === null && session.get()) {
    timer = 0;
    turn();
  }
}

session.watch(who => {
  if (!who) {
    before = null;
    history.set([]);
    live.set({ stats: null, at: 0, error: null, lostSince: 0 });
  }
  begin();
});
document.addEventListener('visibilitychange', () => { before = document.hidden ? before : null; });
begin();
