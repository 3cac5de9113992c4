// SPDX-License-Identifier: Apache-2.0
// A stream: its events from the newest down, both ways, live, with columns of one's own.
import { html, useState, useEffect, useRef, useTask, useBroad } from '../html.js';
import { address, get, path, remove, replay, withQuery } from '../api.js';
import { useRights } from '../rights.js';
import { read, follow, write, field } from '../json.js';
import { link, refine, go } from '../route.js';
import { Page, ErrorBox, Empty, Busy, Icon, Tabs, Panel, Field, confirmed, acting, toast } from '../parts/ui.js';
import { Rows } from '../parts/rows.js';
import { CsvFile, csvCell } from '../csv.js';
import { EventDetail } from '../parts/eventdetail.js';
import { Schema } from '../parts/schema.js';
import { useEvents, useTail } from '../eventlist.js';
import { bytes, count, clock, day, isGlob, minute, timeOf, time, quoted } from '../format.js';

/** Lines parsed when they are looked at, and kept while they are. */
const parsed = new WeakMap();
const encoder = new TextEncoder();
function lookAt(one) {
  if (!parsed.has(one)) {
    let node = null;
    try { node = read(one.line); } catch { /* shown as its text */ }
    parsed.set(one, { node, size: encoder.encode(one.line).length });
  }
  return parsed.get(one);
}

export default function Stream({ args: [stream], query }) {
  const may = useRights();
  const all = stream === '__all__';
  const several = all || query.glob === 'true' && isGlob(stream);
  const tail = query.tail === 'true';
  const view = query.view ?? 'events';
  const filter = { exact: several ? '' : 'true', where: query.where, 'event-type': query.type };
  const columns = (query.cols ?? '').split(',').map(text => text.trim()).filter(Boolean);
  const about = useTask(signal => several ? Promise.resolve(null) : get(path`api/stream/${stream}`, {}, signal), [stream, several]);
  const mayDelete = !several && may('delete', stream);
  const actions = html`${!several && may('emit', stream) && html`<a class="button" href=${link('emit', { stream })}>Emit</a>`}
    <button aria-pressed=${String(tail)} onClick=${() => refine({ tail: tail ? '' : 'true', at: '', view: '' })}><${Icon} name=${tail ? 'pause' : 'play'}/>${tail ? 'Stop' : 'Tail'}</button>`;
  const sub = all ? 'events of every stream in their one order' : several ? 'events of every stream that fits, in their one order' : about.value ? `${count(about.value['total-events'])} events, ${about.value.bytes === undefined ? '' : `${bytes(about.value.bytes)}, `}${minute(timeOf(about.value['first-order-id']))} – ${minute(timeOf(about.value['last-order-id']))} UTC` : about.error ? about.error.message : ' ';
  return html`<${Page} full title=${all ? 'All streams' : stream} sub=${sub} actions=${actions}>
    <${Tabs} label="Parts of the stream" chosen=${view} choose=${name => refine({ view: name === 'events' ? '' : name })} tabs=${[['events', 'Events'], ...(several ? [] : [['schema', 'Schema']]), ['export', 'Export'], ...(mayDelete ? [['delete', 'Delete']] : [])]}/>
    ${view === 'events' && html`<${Events} stream=${stream} several=${several} about=${about.value} filter=${filter} columns=${columns} query=${query} tail=${tail}/>`}
    ${view === 'schema' && !several && html`<${Schema} stream=${stream}/>`}
    ${view === 'export' && html`<${Export} stream=${stream} several=${several} filter=${filter} columns=${columns} query=${query}/>`}
    ${view === 'delete' && mayDelete && html`<${Delete} stream=${stream} about=${about.value}/>`}
  </${Page}>`;
}

function Events({ stream, several, about, filter, columns, query, tail }) {
  const [linked] = useState(query.event ?? ''); // a link to an event begins there
  const list = useEvents(stream, filter, query.at || (tail ? '' : linked), tail);
  const [paused, setPaused] = useState(false);
  const held = useRef([]);
  const [holding, setHolding] = useState(0);
  const pause = useRef(false);
  pause.current = paused;
  const live = useTail(stream, filter, tail && !(list.loading && list.events.length === 0), list.events[0]?.id, lines => {
    if (!pause.current) { list.add(lines); return; }
    held.current = held.current.concat(lines).slice(-20000);
    setHolding(held.current.length);
  });
  const resume = () => { setPaused(false); list.add(held.current); held.current = []; setHolding(0); };
  const wanted = query.event;
  const chosen = wanted ? list.events.findIndex(one => one.id === wanted) : -1;
  const [shown, setShown] = useState(null);
  useEffect(() => { if (chosen >= 0) setShown(list.events[chosen]); else if (!wanted) setShown(null); }, [chosen, wanted]);
  const wide = useBroad() && !shown;
  const titles = columns.length > 0 ? columns.map(text => ({ title: text, width: 'minmax(80px, 1fr)' })) : [{ title: 'Payload', width: `minmax(80px, ${shown ? 2 : 4}fr)` }];
  const cells = i => {
    const one = list.events[i];
    const { node, size } = lookAt(one);
    const word = name => field(node, name)?.text ?? '';
    const payload = field(node, 'payload');
    return [
      html`<span class="mono" title=${time(word('event-time'))}>${clock(word('event-time'))}</span>`,
      ...(wide ? [html`<span class="dim">${day(word('event-time'))}</span>`] : []),
      ...(several ? [word('stream-name')] : []),
      word('event-type'),
      ...(columns.length > 0
        ? columns.map(text => { const found = node && follow(node, text); return html`<span class="mono">${found === undefined ? '' : found.kind === 'string' ? found.text : write(found)}</span>`; })
        : [html`<span class="payload">${payload ? write(payload).slice(0, 400) : one.line.slice(0, 400)}</span>`]),
      ...(wide ? [html`<span title="its line of JSON, as it was stored">${bytes(size)}</span>`] : []),
    ];
  };
  return html`
    <${Filters} query=${query} stream=${stream} about=${about}/>
    <${ErrorBox} error=${list.error ?? live.error} again=${list.error && list.again}/>
    ${tail && html`<div class="bar" role="status"><span class=${'dot ' + (live.error ? 'bad' : paused ? 'warn' : 'ok')}></span>
      <span>${paused ? `Paused; ${count(holding)} new` : 'Live: new events come on top'}</span>
      <button class="small" onClick=${() => paused ? resume() : setPaused(true)}><${Icon} name=${paused ? 'play' : 'pause'}/>${paused ? 'Go on' : 'Pause'}</button></div>`}
    ${list.events.length === 0 ? list.loading ? html`<${Busy}/>` : html`<div class="panel"><${Empty} title=${tail ? 'Waiting for events' : 'No events'}><p>${filter.where || filter['event-type'] || query.at ? 'None fits the filters.' : 'Nothing is stored here.'}</p>${!several && isGlob(stream) && html`<p><a href=${link('stream', stream, { ...query, glob: 'true' })}>Take the name for a glob</a></p>`}</${Empty}></div>`
      : html`<div class=${shown ? 'split two' : 'split'}>
        <${Rows} label="Events" count=${list.events.length} pinned=${list.pinned} keyOf=${i => list.events[i].id} onEnd=${list.older} onTop=${list.newer} chosen=${chosen} toTop=${list.round} follow=${tail}
          choose=${i => refine({ event: list.events[i].id })} open=${i => go('event', list.events[i].id)} cells=${cells}
          columns=${[{ title: 'Time (UTC)', width: '104px' }, ...(wide ? [{ title: 'Day', width: '86px' }] : []), ...(several ? [{ title: 'Stream', width: 'minmax(70px, 1fr)' }] : []), { title: 'Type', width: 'minmax(90px, 1fr)' }, ...titles, ...(wide ? [{ title: 'Size', width: '66px', right: true }] : [])]}/>
        ${shown && html`<${Panel} class="detail" title=${shown.id} aside=${html`<a href=${link('event', shown.id)}>Open</a><button class="plain" aria-label="Close" onClick=${() => refine({ event: '' })}><${Icon} name="close"/></button>`}>
          <div class="detail-body" tabindex="0" role="region" aria-label="The event"><${EventDetail} key=${shown.id} text=${shown.line}/></div></${Panel}>`}
      </div>`}
    <p class="dim" role="status">${count(list.events.length)} loaded${list.loading ? ', loading…' : list.ended ? `; this is where ${filter.where || filter['event-type'] ? 'what fits' : 'the stream'} begins` : ''}</p>`;
}

/** What is shown, and from where; all of it in the address. */
function Filters({ query, stream, about }) {
  const [draft, setDraft] = useState({ where: query.where ?? '', type: query.type ?? '', cols: query.cols ?? '', at: query.at ?? '' });
  const typed = name => e => setDraft({ ...draft, [name]: e.target.value });
  const apply = e => { e.preventDefault(); refine({ ...draft, tail: draft.at ? '' : query.tail }); };
  const clear = () => { const none = { where: '', type: '', cols: '', at: '' }; setDraft(none); refine(none); };
  const any = Object.values(draft).some(Boolean);
  const first = about && Number(about['first-order-id']);
  const last = about && Number(about['last-order-id']);
  return html`<form class="bar" onSubmit=${apply}>
    <input class="grow" style=${{ minWidth: '150px' }} placeholder="where, e.g. .payload.total > 10" aria-label="Condition" value=${draft.where} onInput=${typed('where')} spellcheck="false"/>
    <input style=${{ width: '130px' }} placeholder="type" aria-label="Event type, or a glob" value=${draft.type} onInput=${typed('type')} spellcheck="false"/>
    <input style=${{ width: '190px' }} placeholder="columns: .payload.total, …" aria-label="Columns by path" value=${draft.cols} onInput=${typed('cols')} spellcheck="false"/>
    <input style=${{ width: '190px' }} placeholder="from a time or order-id" aria-label="Jump to a time or order-id" value=${draft.at} onInput=${typed('at')} spellcheck="false"/>
    <button type="submit">Apply</button>${any && html`<button type="button" class="plain" onClick=${clear}>Clear</button>`}
  </form>
  ${first && last > first && html`<div class="rail"><span>${minute(timeOf(first))}</span><input type="range" min="0" max="1000" aria-label="Place in the stream by time"
    value=${query.at && /^\d+$/.test(query.at) ? Math.round((Number(query.at) - first) / (last - first) * 1000) : 1000}
    onChange=${e => { const at = e.target.value === '1000' ? '' : String(Math.round(first + (last - first) * e.target.value / 1000)); setDraft({ ...draft, at }); refine({ at, tail: '' }); }}/><span>${minute(timeOf(last))}</span></div>`}`;
}

function Export({ stream, several, filter, columns, query }) {
  const [form, setForm] = useState('ndjson');
  const [done, setDone] = useState(null);
  const [error, setError] = useState(null);
  const stop = useRef(null);
  useEffect(() => () => stop.current?.abort(), []);
  const paths = columns.length > 0 ? columns : ['.payload'];
  const run = async () => {
    stop.current = new AbortController();
    setError(null);
    const file = new CsvFile();
    file.add([...ENVELOPE, ...paths].map(name => csvCell(name, true)));
    let n = 0;
    try {
      setDone(0);
      for await (const line of replay(stream, { type: 'cold', ...filter }, stop.current.signal)) {
        file.add(csvCells(line, paths));
        if (++n % 2000 === 0) setDone(n);
      }
      file.save(fileName(stream, form));
      toast(`${count(n)} events exported`);
    } catch (failure) {
      if (!stop.current.signal.aborted) setError(failure);
    } finally {
      setDone(null);
    }
  };
  const options = [!several && isGlob(stream) && '--exact', filter.where && `--where ${quoted(filter.where)}`, filter['event-type'] && `--event-type ${quoted(filter['event-type'])}`].filter(Boolean).join(' ');
  return html`<${Panel}><div class="form">
    <${Field} label="Form" hint=${form === 'csv' ? `columns: ${paths.join(', ')}; choose others on the page of events` : form === 'pev' ? 'all events of the stream, for Import as a new stream; no filters' : 'a line of JSON an event, as stored'}><select value=${form} onChange=${e => setForm(e.target.value)}>${!several && html`<option value="pev">PEV (gzip of EDN)</option>`}<option value="ndjson">NDJSON</option><option value="csv">CSV</option></select></${Field}>
    <${Field} label="What" hint="the filters of the page of events"><span>${[filter.where, filter['event-type']].filter(Boolean).join(', ') || 'all events'}</span></${Field}>
    <div class="whole bar">${form !== 'csv' ? html`<a class="button primary" href=${address(form === 'pev' ? path`export/stream/${stream}` : withQuery(path`api/replay/${stream}`, { type: 'cold', ...filter }))} download=${fileName(stream, form)}>Export</a>`
      : done === null ? html`<button class="primary" onClick=${run}>Export</button>` : html`<button onClick=${() => stop.current.abort()}>Stop</button><span role="status">${count(done)} events…</span>`}</div>
    <div class="whole"><${ErrorBox} error=${error}/></div>
    <div class="whole"><p class="dim">In the command line:</p><pre class="command">photon replay ${quoted(stream)} --type cold${options && ` ${options}`} > ${quoted(stream.replace(/[^\w.-]+/g, '-') + '.ndjson')}</pre></div>
  </div></${Panel}>`;
}

const fileName = (stream, form) => `${stream.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.${form}`;

const ENVELOPE = ['order-id', 'event-time', 'stream-name', 'event-type'];

function csvCells(line, paths) {
  const node = read(line);
  const value = found => found === undefined ? '' : csvCell(found.kind === 'string' ? found.text : write(found), found.kind !== 'number');
  return ENVELOPE.map(name => value(field(node, name))).concat(paths.map(text => value(follow(node, text))));
}

function Delete({ stream, about }) {
  const run = async () => {
    const yes = await confirmed({ title: 'Delete the stream', text: `All ${count(about?.['total-events'])} events of ${stream} are hidden at once and soon erased from the disk. This cannot be undone.`, type: stream, verb: 'Delete', command: `photon streams delete ${quoted(stream)}` });
    if (yes && await acting(() => remove(path`api/stream/${stream}`), `${stream} is deleted`)) go('streams');
  };
  return html`<${Panel}><div class="form"><p class="whole">Deleting hides every event of this stream from each reader at once, and erases them from the disk soon after. Projections keep what they have folded.</p>
    <div class="whole"><button class="danger" onClick=${run}>Delete ${stream}…</button></div></div></${Panel}>`;
}
