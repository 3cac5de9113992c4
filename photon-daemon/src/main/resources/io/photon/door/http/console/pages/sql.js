// SPDX-License-Identifier: Apache-2.0
// Asks the running store in SQL: an editor that knows the tables, the answer as a table, and what was asked before.
import { html, useState, useTask, useRef } from '../html.js';
import { get, lines, reason } from '../api.js';
import { CsvFile, csvCell } from '../csv.js';
import { read, field, plain, write } from '../json.js';
import { refine } from '../route.js';
import { Page, Panel, ErrorBox, Busy, Empty, Copy, Icon, toast } from '../parts/ui.js';
import { Editor } from '../parts/editor.js';
import { Rows } from '../parts/rows.js';
import { count, quoted } from '../format.js';

const WORDS = ['select', 'from', 'where', 'group by', 'order by', 'limit', 'join', 'count(*)', 'distinct', 'having', 'desc', 'format json'];
const EXAMPLE = 'SELECT "stream-name", count(*) AS events\nFROM events\nGROUP BY "stream-name"\nORDER BY events DESC\nLIMIT 20';
const KEY = 'photon-sql-history';
const MOST_KEPT = 50;
const MOST_ROWS = 10000;
const MOST_IN_A_FILE = 1000000;

/** As in a CSV of the daemon: NULL is nothing, an empty text is "". Numbers that are not exact come as texts, and are not formulas. */
const cellOf = node => node.kind !== 'string' ? node.text === 'null' ? '' : csvCell(write(node), false)
  : node.text === '' ? '""' : csvCell(node.text, !/^-\d+(\.\d+)?(E-?\d+)?$/.test(node.text));

const history = {
  all() { try { return JSON.parse(localStorage.getItem(KEY)) ?? []; } catch { return []; } },
  add(sql) { try { localStorage.setItem(KEY, JSON.stringify([sql, ...history.all().filter(each => each !== sql)].slice(0, MOST_KEPT))); } catch { /* a browser that stores nothing has no history */ } },
};

const named = name => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

export default function Sql({ query }) {
  const [sql, setSql] = useState(query.sql ?? history.all()[0] ?? EXAMPLE);
  const [fresh, setFresh] = useState(false);
  const [answer, setAnswer] = useState(null);
  const [error, setError] = useState(null);
  const [asked, setAsked] = useState(0);
  const [suggestions, setSuggestions] = useState([]);
  const [before, setBefore] = useState(history.all());
  const area = useRef();
  const stop = useRef(null);
  const tables = useTask(signal => get('api/sql/tables', {}, signal), []);
  const names = [...(tables.value?.tables ?? []).flatMap(table => [named(table.name), ...(table.columns ?? []).map(column => named(column.name))]), ...(tables.value?.functions ?? []), ...WORDS];

  /** Asks for rows, up to a limit. @param row is given each, as a node @returns the facts about them */
  const call = async (most, row) => {
    let last = null;
    for await (const line of lines('api/sql', {}, stop.current.signal, { method: 'POST', body: JSON.stringify({ sql, fresh, 'max-rows': most }), type: 'application/json', accept: 'application/x-ndjson' })) {
      if (last !== null) row(read(last));
      last = line;
    }
    const facts = field(read(last), 'photon-sql'); // a column may have this name, too: the last line has the facts
    if (!facts) throw reason(last);
    return facts;
  };
  const attempt = async action => {
    stop.current?.abort();
    const mine = stop.current = new AbortController();
    setError(null);
    setAsked(Date.now());
    try {
      await action();
    } catch (failure) {
      if (!mine.signal.aborted) setError(failure);
    } finally {
      if (stop.current === mine) setAsked(0);
    }
  };
  const run = () => attempt(async () => {
    setAnswer(null);
    refine({ sql });
    const rows = [];
    const facts = plain(await call(MOST_ROWS, row => rows.push(row.fields.map(([, value]) => value))));
    setAnswer({ rows, facts });
    history.add(sql);
    setBefore(history.all());
  });
  const csv = () => attempt(async () => {
    const file = new CsvFile();
    const head = names => file.add(names.map(name => csvCell(name, true)));
    let n = 0;
    const facts = plain(await call(MOST_IN_A_FILE, ({ fields }) => {
      if (n++ === 0) head(fields.map(([name]) => name));
      file.add(fields.map(([, value]) => cellOf(value)));
    }));
    if (n === 0) head(facts.columns.map(column => column.name));
    file.save('photon.csv');
    toast(`${count(n)} rows exported${facts['is-truncated'] ? ', and there are more' : ''}`);
  });

  const word = target => /[\w"-]*$/.exec(target.value.slice(0, target.selectionStart))[0];
  const look = target => {
    const begun = word(target).replace(/^"/, '').toLowerCase();
    setSuggestions(begun.length === 0 ? [] : [...new Set(names)].filter(name => name.replace(/^"/, '').toLowerCase().startsWith(begun) && name.replace(/"/g, '').toLowerCase() !== begun).slice(0, 8));
  };
  const insert = (text, replace) => {
    const target = area.current;
    target.focus();
    target.setRangeText(text, replace ? target.selectionStart - word(target).length : target.selectionStart, target.selectionEnd, 'end');
    setSql(target.value);
    setSuggestions([]);
  };
  return html`<${Page} full title="SQL" sub="reads the running store; it cannot change it">
    <div class="split sql">
      <${Panel} class="sql-tables"><div class="scroll-y" tabindex="0" role="region" aria-label="Tables">
        ${tables.error ? html`<div class="pad"><${ErrorBox} error=${tables.error}/></div>` : tables.value?.tables.map(table => html`<details key=${table.name}><summary>${table.name}${table.kind === 'projection' && html` <span class="dim">projection</span>`}</summary>
          <button class="link" onClick=${() => insert(named(table.name))}>insert the name</button>${(table.columns ?? []).map(column => html`<div key=${column.name}><button class="link" onClick=${() => insert(named(column.name))}>${column.name}</button> <span class="dim">${column.type.toLowerCase()}</span></div>`)}</details>`)}
        ${before.length > 0 && html`<h2 class="pad">Asked before</h2>${before.map(each => html`<button class="link past" key=${each} title=${each} onClick=${() => setSql(each)}>${each.replace(/\s+/g, ' ')}</button>`)}`}</div></${Panel}>
      <div class="sql-work">
        <${Editor} label="Statement in SQL" language="sql" rows=${5} value=${sql} change=${setSql} submit=${run} area=${area} onCaret=${look} suggestion=${suggestions[0]} accept=${text => insert(text, true)}/>
        <div class="bar chips" aria-label="Completions">${suggestions.map((each, i) => html`<button class="small" key=${each} onClick=${() => insert(each, true)}>${each}${i === 0 && html` <kbd>Tab</kbd>`}</button>`)}</div>
        <div class="bar">${asked ? html`<button onClick=${() => stop.current.abort()}>Stop</button>` : html`<button class="primary" onClick=${run}>Run</button>`}<span class="dim">Ctrl Enter</span>
          <label class="check"><input type="checkbox" checked=${fresh} onChange=${e => setFresh(e.target.checked)}/>Wait for projections</label>
          <button class="small" disabled=${asked > 0} onClick=${csv}><${Icon} name="down"/>CSV</button><${Copy} text=${`photon sql ${quoted(sql)}`} label="photon"/></div>
        <${ErrorBox} error=${error}/>
        ${asked > 0 ? html`<${Busy}>Asking…</${Busy}>` : answer && html`<${Answer} answer=${answer}/>`}
      </div>
    </div></${Page}>`;
}

function Answer({ answer }) {
  const [chosen, setChosen] = useState(-1);
  const { rows, facts } = answer;
  const columns = facts.columns;
  const exact = new Set(columns.map((column, i) => /INT|NUMERIC|DECIMAL|DOUBLE|REAL|FLOAT/i.test(column.type) ? i : -1));
  const shown = node => node.kind === 'string' ? node.text : node.text === 'null' ? html`<span class="dim">null</span>` : write(node).slice(0, 400);
  return html`<p class="dim" role="status">${count(facts['row-count'])} rows${facts['is-truncated'] ? ', and there are more' : ''} in ${count(facts['elapsed-ms'])} ms; events up to ${facts['up-to']}</p>
    ${rows.length === 0 ? html`<${Panel}><${Empty} title="No rows"/></${Panel}>` : html`<${Rows} label="Answer" count=${rows.length} chosen=${chosen} choose=${setChosen}
      columns=${columns.map((column, i) => ({ title: column.name, width: 'minmax(70px, 1fr)', right: exact.has(i) }))} cells=${i => rows[i].map(node => html`<span class="mono" title=${node.kind === 'string' ? node.text : write(node)}>${shown(node)}</span>`)}/>`}`;
}
