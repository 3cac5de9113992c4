// SPDX-License-Identifier: Apache-2.0
// What the caller may do, so that no page offers what the daemon would refuse. It is the daemon that decides: this is a courtesy.
import { cell, useCell } from './html.js';

const roles = {
  emit: ['emit'],
  replay: ['replay', 'values'],
  reader: ['replay', 'values'],
  writer: ['emit', 'replay', 'values'],
  projections: ['projections', 'manage'],
  delete: ['delete'],
  operator: ['emit', 'replay', 'values', 'projections', 'manage', 'delete'],
};

const none = { everywhere: [], granted: [] };
const rights = cell(none);

const internal = name => /^__.*__$/.test(name);

/** Whether a name fits a glob: ** any letters, * any but a slash, ? one but a slash; a backslash takes the next as it is. */
export function fitsGlob(glob, name) {
  let pattern = '';
  for (let i = 0; i < glob.length; i++) {
    const letter = glob[i];
    if (letter === '*' && glob[i + 1] === '*') { pattern += '[^]*'; i++; }
    else if (letter === '*') pattern += '[^/]*';
    else if (letter === '?') pattern += '[^/]';
    else pattern += (letter === '\\' && i + 1 < glob.length ? glob[++i] : letter).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  return new RegExp(`^${pattern}$`, 'u').test(name);
}

/** @param answer of /api/whoami; null for a stranger */
export function take(answer) {
  rights.set(answer === null ? none : {
    everywhere: answer.everywhere ?? [],
    granted: (answer.granted ?? []).map(grant => ({ permissions: new Set(grant.roles.flatMap(role => roles[role] ?? [])), streams: grant.streams })),
  });
}

/** @param stream a name; without one it is enough to be allowed for some stream */
function may({ everywhere: all, granted }, permission, stream) {
  if (stream !== undefined && internal(stream) && permission !== 'replay' && permission !== 'values') return false;
  if (all.includes(permission)) return true;
  return granted.some(grant => grant.permissions.has(permission)
    && (stream === undefined || grant.streams === stream || fitsGlob(grant.streams, stream) && (!stream.startsWith('__') || grant.streams.startsWith('__'))));
}

/** Whether something may be done with all streams. */
export const everywhere = permission => rights.get().everywhere.includes(permission);

/** A function that tells whether something may be done: may('delete', 'orders'). */
export function useRights() {
  const now = useCell(rights);
  return (permission, stream) => may(now, permission, stream);
}

/** Whether a page has anything to show; it names what one of is needed, or what is needed for all streams. */
export function useOpenPages() {
  const now = useCell(rights);
  return page => !page?.needs || page.needs.some(each => each.endsWith('!') ? now.everywhere.includes(each.slice(0, -1)) : may(now, each));
}
