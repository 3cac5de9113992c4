// SPDX-License-Identifier: Apache-2.0
// How the daemon is, at a glance: what is wrong first, then rates, then who is busy.
import { html, useCell, useEvery, useTask } from '../html.js';
import { live, history, standsBy } from '../live.js';
import { get } from '../api.js';
import { everywhere } from '../rights.js';
import { link } from '../route.js';
import { Page, Panel, Badge, Busy, ErrorBox, Empty } from '../parts/ui.js';
import { Chart } from '../parts/chart.js';
import { Granted } from '../parts/granted.js';
import { bytes, compact, count, minute, span, ago } from '../format.js';

const Tile = ({ name, value, more, tone = '', part }) => html`<div class=${'tile ' + tone}><div class="name">${name}</div><div class="value" title=${value}>${value}</div>
  ${part !== undefined && html`<div class="meter"><i style=${{ width: `${Math.min(100, part * 100)}%` }}></i></div>`}<div class="more" title=${more}>${more ?? ' '}</div></div>`;

function problems(stats, projections) {
  const found = [];
  if (stats.state !== 'writable' && !standsBy(stats)) found.push(['bad', `the store is ${stats.state}`, stats['state-reason'] ?? 'nothing can be appended; see the log', link('log')]);
  for (const one of projections.filter(p => p.status === 'failed')) {
    found.push(['bad', `projection ${one['projection-name']} has failed`, one['last-error']?.message, link('projection', one['projection-name'])]);
  }
  if (stats.projections?.stuck > 0) found.push(['warn', `${stats.projections.stuck} projections do not come to an end`, 'a reduction takes too long', link('projections')]);
  if (stats.log['slow-subscribers'] > 0) found.push(['warn', `${stats.log['slow-subscribers']} slow subscribers`, 'they read from the disk what others get from memory', link('subscribers')]);
  if (stats['disk-free-bytes'] < 2e9) found.push(['bad', `${bytes(stats['disk-free-bytes'])} left on the disk`, 'appends stop when it is full', link('settings')]);
  if (stats.problems?.['refused-logins'] > 0) found.push(['warn', `${count(stats.problems['refused-logins'])} refused logins`, 'passwords are being guessed, or a program has an old password', link('log')]);
  if (stats.problems?.errors > 0) found.push(['bad', `${count(stats.problems.errors)} errors in the log`, '', link('log')]);
  if (stats.store?.['damaged-places'] > 0) found.push(['bad', `${stats.store['damaged-places']} damaged places in the store`, 'verify tells where', link('backup')]);
  return found;
}

export default function Dashboard() {
  return everywhere('replay') ? html`<${Counters}/>` : html`<${Rights}/>`;
}

function Counters() {
  const { stats, error, lostSince } = useCell(live);
  const points = useCell(history);
  const busiest = useTask(signal => get('api/busiest-streams', { limit: 8 }, signal), []);
  const projections = useTask(signal => get('api/projections', {}, signal), []);
  useEvery(3000, () => { busiest.again(); projections.again(); });
  if (!stats) return html`<${Page} title="Dashboard"><${ErrorBox} error=${error}/>${!error && html`<${Busy}/>`}</${Page}>`;
  const now = points.at(-1) ?? { appends: 0, replayed: 0, processed: 0 };
  const all = (projections.value?.projections ?? []).filter(p => p.origin !== 'built-in');
  const wrong = problems(stats, all);
  return html`<${Page} title="Dashboard" sub=${`${stats.backend}, up ${span(stats['uptime-ms'])}, head ${stats.head}`}>
    ${lostSince > 0 && html`<${ErrorBox} error=${{ message: `lost for ${span(Date.now() - lostSince)}: ${error?.message}`, hint: 'what is shown is from before; it is asked again every second' }}/>`}
    ${wrong.length > 0 && html`<${Panel} title="Needs a look">${wrong.map(([tone, what, why, href]) => html`<a class="list-line" key=${what} href=${href}><span class=${'dot ' + tone} style=${{ marginTop: '6px' }}></span><span class="grow"><b>${what}</b> <span class="dim">${why}</span></span></a>`)}</${Panel}>`}
    <div class="tiles">
      <${Tile} name="Appends" value=${`${compact(now.appends)}/s`} more=${`${count(stats.log.appended)} since the start`}/>
      <${Tile} name="Replayed" value=${`${compact(now.replayed)}/s`} more=${`${count(stats.log.replayed)} since the start`}/>
      <${Tile} name="Subscribers" value=${count(stats.log.subscribers)} more=${`${stats.log['slow-subscribers']} slow`} tone=${stats.log['slow-subscribers'] > 0 ? 'warn' : ''}/>
      <${Tile} name="Projections" value=${count(stats.projections?.running)} more=${`running; ${stats.projections?.failed ?? 0} failed, ${stats.projections?.paused ?? 0} paused`} tone=${stats.projections?.failed > 0 ? 'bad' : ''}/>
      <${Tile} name="Memory" value=${bytes(stats['heap-used-bytes'])} more=${`of ${bytes(stats['heap-max-bytes'])} heap`} part=${stats['heap-used-bytes'] / stats['heap-max-bytes']}/>
      <${Tile} name="Disk" value=${bytes(stats['disk-free-bytes'])} more=${stats.store?.bytes === undefined ? 'free' : `free; store ${bytes(stats.store.bytes)}`}/>
      <${Tile} name="Queue" value=${count(stats.log['queued-events'])} more=${`${count(stats.log.refused)} refused`}/>
      <${Tile} name="Muon" value=${stats.muon?.connected ? 'connected' : 'off'} more=${stats.muon?.connected ? `${count(stats.muon.emits)} emits` : 'no broker'}/>
    </div>
    <div class="columns">
      <${Panel}><${Chart} label="Events per second" points=${points} lines=${[{ title: 'appended', field: 'appends', color: '--accent', fill: true }, { title: 'replayed', field: 'replayed', color: '--ok' }]}/></${Panel}>
      <${Panel}><${Chart} label="Answer to an append, ms" points=${points} lines=${[{ title: 'p50', field: 'p50', color: '--accent' }, { title: 'p99', field: 'p99', color: '--warn' }]}/></${Panel}>
      <${Panel}><${Chart} label="Folded by projections per second" points=${points} lines=${[{ title: 'events', field: 'processed', color: '--violet', fill: true }]}/></${Panel}>
      <${Panel}><${Chart} label="Heap" points=${points} format=${bytes} lines=${[{ title: 'used', field: 'heap', color: '--ok', fill: true }]}/></${Panel}>
    </div>
    <div class="columns">
      <${Panel} title="Busiest streams" aside="events of the last minute">${busiest.value?.streams?.length > 0
        ? html`<table><thead><tr><th>Stream</th><th class="right">Last minute</th><th class="right">All</th></tr></thead><tbody>${busiest.value.streams.map(s => html`<tr key=${s['stream-name']}><td class="clip"><a href=${link('stream', s['stream-name'])}>${s['stream-name']}</a></td><td class="right">${count(s['recent-events'])}</td><td class="right">${count(s['total-events'])}</td></tr>`)}</tbody></table>`
        : html`<${Empty} title="Quiet"><p>No stream got events in the last minute.</p></${Empty}>`}</${Panel}>
      <${Panel} title="Projections" aside=${html`<a href="#/projections">all</a>`}>${all.length > 0
        ? html`<table><thead><tr><th>Name</th><th>State</th><th class="right">Folded</th><th class="right">Lag</th></tr></thead><tbody>${all.slice(0, 8).map(p => html`<tr key=${p['projection-name']}><td class="clip"><a href=${link('projection', p['projection-name'])}>${p['projection-name']}</a></td><td><${Badge} state=${p.status}/></td><td class="right">${count(p.processed)}</td><td class="right">${lag(p, stats)}</td></tr>`)}</tbody></table>`
        : html`<${Empty} title="No projections yet"><p>A projection folds a stream into a value.</p></${Empty}>`}</${Panel}>
    </div>
  </${Page}>`;
}

/** For those who may not see counters, which are about all streams: what they may do. */
function Rights() {
  const me = useTask(signal => get('api/whoami', {}, signal), []);
  return html`<${Page} title="Dashboard" sub="counters are about all streams, so they take reader on **">
    <${ErrorBox} error=${me.error}/>
    ${!me.value ? !me.error && html`<${Busy}/>` : html`<${Granted} me=${me.value}/>`}
  </${Page}>`;
}

/** How much later the newest event is than what a projection has, in time. */
export function lag(projection, stats) {
  if (!projection.position) return '–';
  const micros = Number(stats.head) - Number(projection.position);
  return micros <= 0 ? 'none' : ago(Date.now() - micros / 1000).replace(' ago', '').replace('now', 'none');
}
