// SPDX-License-Identifier: Apache-2.0
// A projection: its value now and then, what changed between two moments, when a condition began to hold, its code.
import { html, useState, useEffect, useTask, useCell } from '../html.js';
import { ask, get, path, pushed } from '../api.js';
import { read, field, pretty } from '../json.js';
import { live } from '../live.js';
import { useRights } from '../rights.js';
import { link, linkToEvents, refine, go } from '../route.js';
import { Page, Panel, Badge, ErrorBox, Busy, Tabs, Facts, Field, Copy, acting, toast } from '../parts/ui.js';
import { Tree } from '../parts/tree.js';
import { Diff } from '../parts/diff.js';
import { Editor } from '../parts/editor.js';
import { EventDetail } from '../parts/eventdetail.js';
import { Actions } from '../parts/projectionactions.js';
import { lag } from './dashboard.js';
import { bytes, count, isGlob, micros, plus, time, timeOf, quoted } from '../format.js';
import { write, plain } from '../json.js';

/** After these there is nothing to show any more. */
const GONE = ['not-found', 'denied'];

/** The state of a projection as the daemon tells it, change after change. */
function useUpdates(name) {
  const [state, setState] = useState({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    let frame = 0;
    let newest = null;
    const show = () => { frame = 0; setState({ node: newest }); };
    (async () => {
      for await (const data of pushed(path`api/projection/${name}/updates`, {}, stop.signal)) {
        newest = read(data);
        if (!frame) frame = setTimeout(show, 100);
      }
      clearTimeout(frame);
      frame = setTimeout(() => setRound(n => n + 1), 1000); // deleted, or made anew: ask again
    })().catch(error => {
      clearTimeout(frame);
      if (!stop.signal.aborted) setState(before => GONE.includes(error.code) ? { error } : { node: newest ?? before.node, error });
    });
    return () => { stop.abort(); clearTimeout(frame); };
  }, [name, round]);
  return { ...state, again: () => setRound(n => n + 1) };
}

export default function Projection({ args: [name], query }) {
  const may = useRights();
  const updates = useUpdates(name);
  const { stats } = useCell(live);
  const view = query.view ?? 'value';
  const node = updates.node;
  if (!node) return html`<${Page} title=${name}>${updates.error ? html`<${ErrorBox} error=${updates.error} again=${updates.again}/>` : html`<${Busy}/>`}</${Page}>`;
  const facts = plain({ kind: 'object', fields: node.fields.filter(([each]) => each !== 'current-value' && each !== 'last-event') });
  const failed = facts['last-error'];
  return html`<${Page} title=${html`${name} <${Badge} state=${facts.status}/>`} sub=${html`folds <a href=${linkToEvents(facts)}>${facts['stream-name']}</a> in ${facts.language}; ${count(facts.processed)} events, ${micros(Math.round(facts['avg-time'] * 1000))} each, lag ${stats ? lag(facts, stats) : '–'}`}
    actions=${html`${facts.origin !== 'built-in' && may('projections') && may('manage', facts['stream-name']) && html`<a class="button" href=${link('projection-edit', name)}>Edit</a>`}<${Actions} projection=${facts} done=${updates.again} gone=${() => go('projections')}/>`}>
    <${ErrorBox} error=${updates.error} again=${updates.again}/>
    ${failed && html`<${ErrorBox} error=${{ message: failed.message, hint: html`it stands at <a href=${link('event', failed['order-id'])}>event ${failed['order-id']}</a>: edit the code, or skip this event` }}/>`}
    <${Tabs} label="Parts of the projection" chosen=${view} choose=${each => refine({ view: each === 'value' ? '' : each })} tabs=${[['value', 'Value'], ['time', 'Time'], ['bisect', 'Bisect'], ['code', 'Code']]}/>
    ${view === 'value' && html`<${Value} node=${field(node, 'current-value')} name=${name} facts=${facts}/>`}
    ${view === 'time' && html`<${Past} name=${name} stream=${facts['stream-name']} glob=${facts['stream-name'] === '__all__' || isGlob(facts['stream-name']) && facts.exact !== true} head=${stats?.head} query=${query}/>`}
    ${view === 'bisect' && html`<${Bisect} name=${name} query=${query}/>`}
    ${view === 'code' && html`<${Panel} title=${`${facts.language}, from ${facts['initial-value'] ?? 'nothing'}`}><pre class="pad">${facts.reduction}</pre></${Panel}>`}
  </${Page}>`;
}

const Shown = ({ node }) => node === undefined ? html`<p class="pad dim">It has no value yet.</p>`
  : ['object', 'array'].includes(node.kind) ? html`<div class="pad tree"><${Tree} node=${node}/></div>` : html`<div class="bignum">${write(node)}</div>`;

function Value({ node, name, facts }) {
  return html`<div class="columns">
    <${Panel} title="Value now" aside=${html`<${Copy} text=${() => node ? pretty(node) : ''} label="JSON"/><${Copy} text=${`photon projection query ${quoted(name)}`} label="photon"/>`}><${Shown} node=${node}/></${Panel}>
    <${Panel} title="State"><${Facts} rows=${[['Position', html`<span class="mono">${facts.position}</span>`], ['As of', facts.position ? time(timeOf(facts.position)) : '–'], ['Folded', count(facts.processed)], ['Per event', micros(Math.round(facts['avg-time'] * 1000))], ['Size', bytes(facts['mem-used'])], ['Language', facts.language], ['Begun', time(facts['init-time'])]]}/></${Panel}>
  </div>`;
}

/** Two moments of the past: the value at each, and how they differ. */
function Past({ name, stream, glob, head, query }) {
  const range = useTask(async signal => {
    const first = glob ? field(read((await ask('GET', path`api/replay/${stream}`, { query: { type: 'cold', limit: 1 }, signal })).trim() || '{}'), 'order-id')?.text : (await get(path`api/stream/${stream}`, {}, signal))['first-order-id'];
    const last = glob ? head : (await get(path`api/stream/${stream}`, {}, signal))['last-order-id'];
    return { first: Number(first ?? head), last: Number(last) };
  }, [stream, !glob || head !== undefined]); // once: the past must not move under the slider
  if (range.error) return html`<${ErrorBox} error=${range.error}/>`;
  if (!range.value || Number.isNaN(range.value.last)) return html`<${Busy}/>`;
  const { first, last } = range.value;
  return html`<${Moments} name=${name} stream=${stream} glob=${glob} first=${first} last=${last} query=${query}/>`;
}

const STEPS = 1000;

function Moments({ name, stream, glob, first, last, query }) {
  const [moving, setMoving] = useState({});
  const at = Number(query.at ?? last);
  const since = Number(query.since ?? first);
  const place = position => String(Math.round((position - first) / Math.max(1, last - first) * STEPS));
  const position = step => Math.round(first + (last - first) * step / STEPS);
  const value = useTask(signal => ask('GET', path`api/projection/${name}/value`, { query: { at }, signal }).then(read), [name, at]);
  const patch = useTask(signal => ask('GET', path`api/projection/${name}/diff`, { query: { from: since, to: at }, signal }).then(read), [name, since, at]);
  /** Goes to the event before or after the later moment, and shows what it changed. */
  const step = back => acting(async () => {
    const bound = back ? { direction: 'backwards', to: plus(at, -1) } : { from: plus(at, 1) };
    const found = (await ask('GET', path`api/replay/${stream}`, { query: { type: 'cold', limit: back ? 2 : 1, exact: glob ? '' : 'true', ...bound } })).trim().split('\n').filter(Boolean).map(line => field(read(line), 'order-id').text);
    if (found.length === 0) toast(back ? 'there is no event before' : 'there is no event after');
    else refine(back ? { at: found[0], since: found[1] ?? plus(found[0], -1) } : { at: found[0], since: at });
  });
  const slider = (key, title, now) => html`<div class="rail"><span style=${{ width: '52px' }}>${title}</span><input type="range" min="0" max=${STEPS} aria-label=${`${title}, a moment of the past`} aria-valuetext=${time(timeOf(moving[key] ?? now))} value=${place(now)}
    onInput=${e => setMoving({ ...moving, [key]: position(Number(e.target.value)) })} onChange=${e => { setMoving({}); refine({ [key]: position(Number(e.target.value)) }); }}/>
    <span class="mono" data-moment=${key}>${time(timeOf(moving[key] ?? now))}</span></div>`;
  return html`<${Panel}><div class="pad">${slider('since', 'From', since)}${slider('at', 'To', at)}
      <form class="bar" onSubmit=${e => { e.preventDefault(); const form = new FormData(e.target); refine({ since: form.get('since'), at: form.get('at') }); }}>
        <input name="since" aria-label="From this order-id" value=${since} inputmode="numeric"/><input name="at" aria-label="To this order-id" value=${at} inputmode="numeric"/><button>Go there</button><button type="button" onClick=${() => step(true)}>Event before</button><button type="button" onClick=${() => step(false)}>Event after</button>
        <button type="button" class="plain" onClick=${() => refine({ since: '', at: '' })}>The whole time</button></form></div></${Panel}>
    <div class="columns">
      <${Panel} title="Value then" aside=${html`<${Copy} text=${`photon projection query ${quoted(name)} --at ${at}`} label="photon"/>`}>${value.error ? html`<div class="pad"><${ErrorBox} error=${value.error}/></div>` : value.value ? html`<${Shown} key=${at} node=${value.value}/>` : html`<${Busy}>Folding…</${Busy}>`}</${Panel}>
      <${Panel} title="What changed in between">${patch.error ? html`<div class="pad"><${ErrorBox} error=${patch.error}/></div>` : patch.value ? html`<${Diff} patch=${patch.value}/>` : html`<${Busy}>Folding…</${Busy}>`}</${Panel}>
    </div>`;
}

function Bisect({ name, query }) {
  const [until, setUntil] = useState(query.until ?? '');
  const found = useTask(signal => query.until ? ask('GET', path`api/projection/${name}/bisect`, { query: { until: query.until }, signal }).then(read) : Promise.resolve(null), [name, query.until]);
  const answer = found.value;
  return html`<${Panel}><form class="form" onSubmit=${e => { e.preventDefault(); refine({ until }); }}>
      <div class="whole"><${Field} label="Condition on the value, in jq" hint="finds the first event after which it holds"><${Editor} value=${until} change=${setUntil} language="jq" rows=${2} label="Condition on the value, in jq" submit=${() => refine({ until })}/></${Field}></div>
      <div class="whole bar"><button class="primary" disabled=${until.trim() === ''}>Find the event</button><span class="dim">e.g. .orders > 100</span></div></form></${Panel}>
    <${ErrorBox} error=${found.error}/>
    ${found.loading && query.until && html`<${Busy}>Folding…</${Busy}>`}
    ${answer && !found.loading && html`<div class="columns"><${Panel} title="The event"><div class="detail-body"><${EventDetail} text=${write(field(answer, 'event'))}/></div></${Panel}>
      <div class="columns"><${Panel} title="Value before"><${Shown} node=${field(answer, 'before')}/></${Panel}><${Panel} title="Value after"><${Shown} node=${field(answer, 'after')}/></${Panel}></div></div>`}`;
}
