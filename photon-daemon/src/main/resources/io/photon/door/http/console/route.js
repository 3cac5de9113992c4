// SPDX-License-Identifier: Apache-2.0
// Where the reader is: after the # of the address, so that links to any place work below any path.
import { cell } from './html.js';
import { isGlob } from './format.js';

const parse = () => {
  const text = location.hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  const segments = (mark < 0 ? text : text.slice(0, mark)).split('/').filter(s => s !== '').map(s => {
    try { return decodeURIComponent(s); } catch { return s; }
  });
  return { page: segments[0] ?? 'dashboard', args: segments.slice(1), query: Object.fromEntries(new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1))) };
};

export const route = cell(parse());
addEventListener('hashchange', () => route.set(parse()));

/** The address of a page: link('stream', 'orders', {cols: '.payload.total'}). */
export function link(page, ...rest) {
  const query = typeof rest.at(-1) === 'object' ? rest.pop() : {};
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false);
  const where = '#/' + [page, ...rest].map(encodeURIComponent).join('/');
  return given.length === 0 ? where : where + '?' + new URLSearchParams(given);
}

/** The address of the events that a projection or a reader takes: those of one stream, or of all that fit a glob. */
export const linkToEvents = ({ 'stream-name': name, exact }) => link('stream', name, { glob: isGlob(name) && exact !== true });

export const go = (...where) => { location.hash = link(...where); };

/** Changes the query of this page; the step back in the browser skips it. */
export function refine(changes) {
  const { page, args, query } = route.get();
  history.replaceState(null, '', link(page, ...args, { ...query, ...changes }));
  route.set(parse());
}
