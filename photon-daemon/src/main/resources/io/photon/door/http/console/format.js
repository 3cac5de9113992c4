// SPDX-License-Identifier: Apache-2.0
// How values are shown.

const number = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const count = value => value === null || value === undefined ? '–' : typeof value === 'number' ? number.format(value) : String(value);

export const compact = value => Math.abs(value) < 10000 ? number.format(Math.round(value * 10) / 10) : short.format(value);

export function bytes(value) {
  if (typeof value !== 'number') return '–';
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) { value /= 1024; unit++; }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Micros in the unit that fits. */
export const micros = us => typeof us !== 'number' || us === 0 ? '–' : us < 1000 ? `${us} µs` : us < 1e6 ? `${(us / 1000).toFixed(us < 1e4 ? 1 : 0)} ms` : `${(us / 1e6).toFixed(1)} s`;

export function span(ms) {
  const s = Math.floor(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor(s / 60) % 60} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s / 3600) % 24} h`;
}

export function ago(ms, now = Date.now()) {
  const passed = now - ms;
  if (passed < 2000) return 'now';
  if (passed < 60e3) return `${Math.floor(passed / 1e3)} s ago`;
  if (passed < 3600e3) return `${Math.floor(passed / 60e3)} min ago`;
  if (passed < 86400e3) return `${Math.floor(passed / 3600e3)} h ago`;
  return `${Math.floor(passed / 86400e3)} d ago`;
}

/** UTC, to the millisecond. */
export function time(ms) {
  const date = new Date(Number(ms));
  return Number.isNaN(date.getTime()) ? '–' : date.toISOString();
}

export const clock = ms => { const t = time(ms); return t === '–' ? t : t.slice(11, 23); };
export const day = ms => time(ms).slice(0, 10);
export const minute = ms => time(ms).slice(0, 16).replace('T', ' ');

/** The time that an order-id stands for: it counts micros. */
export const timeOf = orderId => Number(BigInt(orderId) / 1000n);

/** Order-id ± n, exact. */
export const plus = (orderId, n) => String(BigInt(orderId) + BigInt(n));

/** Whether a stream's name can be taken for a glob. */
export const isGlob = name => /[*?]/.test(name);

/** A word for a shell. */
export const quoted = text => /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
