// SPDX-License-Identifier: Apache-2.0
// All streams: filtered, sorted, as many as there are.
import { html, useState, useEffect, useMemo, useBroad } from '../html.js';
import { get } from '../api.js';
import { link, refine, go } from '../route.js';
import { useRights } from '../rights.js';
import { Page, ErrorBox, Empty, Busy, Icon } from '../parts/ui.js';
import { Rows } from '../parts/rows.js';
import { count, bytes, ago, minute, timeOf } from '../format.js';

const AT_A_TIME = 1000;
const MOST = 100000;

/** Streams page after page, those with a prefix only when one is given. */
function useStreams(prefix) {
  const [state, setState] = useState({ streams: [], loading: true });
  useEffect(() => {
    const stop = new AbortController();
    (async () => {
      let streams = [];
      for (let after = ''; ;) {
        const page = await get('api/streams', { limit: AT_A_TIME, after, prefix }, stop.signal);
        streams = streams.concat(page.streams);
        const more = page.streams.length === AT_A_TIME && streams.length < MOST;
        setState({ streams, loading: more, cut: streams.length >= MOST });
        if (!more) return;
        after = page.streams.at(-1)['stream-name'];
      }
    })().catch(error => stop.signal.aborted || setState(before => ({ ...before, error, loading: false })));
    return () => stop.abort();
  }, [prefix]);
  return state;
}

const orders = {
  name: (a, b) => a['stream-name'] < b['stream-name'] ? -1 : 1,
  events: (a, b) => a['total-events'] - b['total-events'],
  size: (a, b) => (a.bytes ?? -1) - (b.bytes ?? -1),
  first: (a, b) => Number(a['first-order-id']) - Number(b['first-order-id']),
  last: (a, b) => Number(a['last-order-id']) - Number(b['last-order-id']),
};

export default function Streams({ query }) {
  const may = useRights();
  const [filter, setFilter] = useState(query.filter ?? '');
  const [chosen, setChosen] = useState(-1);
  const broad = useBroad();
  const wide = some => broad ? some : [];
  const { streams, loading, error, cut } = useStreams('');
  const sorted = { by: query.sort ?? 'last', down: query.down !== 'false' };
  const system = query.system === 'true';
  const shown = useMemo(() => {
    const wanted = filter.toLowerCase();
    const some = streams.filter(s => (system || !/^__.*__$/.test(s['stream-name'])) && s['stream-name'].toLowerCase().includes(wanted));
    some.sort(orders[sorted.by] ?? orders.name);
    return sorted.down ? some.reverse() : some;
  }, [streams, filter, system, sorted.by, sorted.down]);
  const events = shown.reduce((sum, s) => sum + s['total-events'], 0);
  const search = text => { setFilter(text); setChosen(-1); refine({ filter: text }); };
  const sortBy = by => refine({ sort: by, down: sorted.by === by && sorted.down ? 'false' : undefined });
  return html`<${Page} full title="Streams" sub=${`${count(shown.length)} streams, ${count(events)} events${loading ? ', more are coming' : ''}${cut ? ` (the first ${count(MOST)} by name)` : ''}`}
    actions=${html`<a class="button" href=${link('stream', '__all__', { tail: 'true' })}><${Icon} name="play"/>Tail all</a>${may('emit') && html`<a class="button primary" href="#/emit">Emit</a>`}`}>
    <div class="bar">
      <input class="grow" type="search" placeholder="Filter by name" aria-label="Filter by name" value=${filter} onInput=${e => search(e.target.value)}/>
      <label class="check"><input type="checkbox" checked=${system} onChange=${e => refine({ system: e.target.checked ? 'true' : '' })}/>Photon's own streams</label>
    </div>
    <${ErrorBox} error=${error}/>
    ${shown.length === 0 ? loading ? html`<${Busy}/>` : html`<div class="panel"><${Empty} title=${streams.length === 0 || filter === '' ? 'No streams yet' : 'No stream has such a name'}>
        ${filter === '' ? may('emit') ? html`<p>A stream is there with its first event: <a href="#/emit">emit one</a>, or</p><pre class="command">photon emit --stream orders --type OrderPlaced --payload '{"order":"A-1"}'</pre>` : html`<p>A stream is there with its first event, and shown to those who may read it.</p>` : html`<button onClick=${() => search('')}>Clear the filter</button>`}</${Empty}></div>`
      : html`<${Rows} label="Streams" count=${shown.length} chosen=${chosen} choose=${setChosen} open=${i => go('stream', shown[i]['stream-name'])} keyOf=${i => shown[i]['stream-name']}
          sorted=${sorted} sortBy=${sortBy}
          columns=${[{ title: 'Stream', width: 'minmax(120px, 3fr)', sort: 'name' }, { title: 'Events', width: 'minmax(70px, 1fr)', right: true, sort: 'events' }, ...wide([{ title: 'Size', width: 'minmax(70px, 1fr)', right: true, sort: 'size' }, { title: 'First (UTC)', width: 'minmax(150px, 1fr)', right: true, sort: 'first' }]), { title: 'Last', width: 'minmax(80px, 1fr)', right: true, sort: 'last' }]}
          cells=${i => { const s = shown[i]; return [html`<a href=${link('stream', s['stream-name'])} tabindex="-1">${s['stream-name']}</a>`, count(s['total-events']), ...wide([html`<span title=${s.bytes === undefined ? 'not known yet' : `${count(s.bytes)} bytes`}>${bytes(s.bytes)}</span>`, html`<span class="dim">${minute(timeOf(s['first-order-id']))}</span>`]), html`<span title=${minute(timeOf(s['last-order-id']))}>${ago(timeOf(s['last-order-id']))}</span>`]; }}/>`}
  </${Page}>`;
}
