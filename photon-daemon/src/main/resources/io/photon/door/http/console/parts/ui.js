// SPDX-License-Identifier: Apache-2.0
// Small parts that all pages share.
import { html, cell, useCell, useLayoutEffect, useRef, useState } from '../html.js';

const ICONS = {
  photon: 'M2 13c3 0 3-6 5-6s3 10 5 10 3-12 5-12 3 8 5 8',
  dashboard: 'M4 20V10M10 20V4M16 20v-7M22 20V8',
  streams: 'M3 6h18M3 12h18M3 18h12',
  projections: 'M4 5h16l-6 8v6l-4 2v-8z',
  subscribers: 'M5 12a7 7 0 0 1 14 0M8.5 12a3.5 3.5 0 0 1 7 0M12 12v8',
  log: 'M5 3h11l4 4v14H5zM9 11h7M9 15h7',
  emit: 'M12 20V5M6 11l6-6 6 6',
  sql: 'M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0',
  transfer: 'M7 4v14M3 14l4 4 4-4M17 20V6M13 10l4-4 4 4',
  backup: 'M4 7h16v13H4zM3 3h18v4H3zM10 11h4',
  users: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21a7 7 0 0 1 14 0M16 3a4 4 0 0 1 0 8M18 14a7 7 0 0 1 4 7',
  apps: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z',
  hooks: 'M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l1-1',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 4v6M6 14v6',
  muon: 'M12 12m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0M3 12c4-9 14-9 18 0M3 12c4 9 14 9 18 0',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 21 21',
  menu: 'M4 6h16M4 12h16M4 18h16',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  moon: 'M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z',
  auto: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18',
  leave: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  copy: 'M8 8h12v12H8zM4 16V4h12',
  check: 'M4 13l5 5L20 7',
  close: 'M5 5l14 14M19 5 5 19',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4l13 8-13 8z',
  down: 'M12 4v14M6 12l6 6 6-6',
  right: 'M9 5l7 7-7 7',
  plus: 'M12 4v16M4 12h16',
};

export const Icon = ({ name }) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${ICONS[name]}/></svg>`;

export const Page = ({ title, sub, actions, children, full }) => html`<div class=${full ? 'page full' : 'page'}>
  <div class="page-head"><div class="titles"><h1>${title}</h1>${sub && html`<p class="sub">${sub}</p>`}</div>${actions && html`<div class="actions">${actions}</div>`}</div>
  ${children}
</div>`;

export const Panel = ({ title, aside, children, class: more = '' }) => html`<section class=${'panel ' + more}>
  ${title && html`<div class="panel-head"><h2>${title}</h2>${aside && html`<div class="aside">${aside}</div>`}</div>`}
  ${children}
</section>`;

export const Busy = ({ children = 'Loading…' }) => html`<p class="busy" role="status">${children}</p>`;

/** A failure: what, and what to do next. */
export const ErrorBox = ({ error, again }) => error && html`<div class="error" role="alert">
  <p class="what">${error.message ?? String(error)}${error.line ? ` (line ${error.line})` : ''}</p>
  ${error.hint && html`<p class="hint">${error.hint}</p>`}
  ${again && html`<button onClick=${again}>Try again</button>`}
</div>`;

export const Empty = ({ title, children }) => html`<div class="empty"><p class="empty-title">${title}</p>${children && html`<div class="dim">${children}</div>`}</div>`;

const STATES = { running: 'ok', finished: 'ok', connected: 'ok', writable: 'ok', live: 'ok', warn: 'warn', paused: 'warn', 'catching-up': 'warn', slow: 'warn', failed: 'bad', error: 'bad', refused: 'bad' };

export const Badge = ({ state, tone = STATES[state] ?? 'quiet' }) => html`<span class=${'badge ' + tone}>${String(state)}</span>`;

export const Field = ({ label, hint, error, children, class: more = '' }) => html`<label class=${'field ' + more}>
  <span class="label">${label}</span>${children}
  ${hint && html`<span class="field-hint">${hint}</span>`}${error && html`<span class="field-error" role="alert">${error}</span>`}
</label>`;

export const Facts = ({ rows }) => html`<dl class="facts">${rows.filter(Boolean).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** Tabs; the arrow keys go through them. */
export function Tabs({ tabs, chosen, choose, label }) {
  const place = useRef();
  const move = step => {
    const next = tabs[(tabs.findIndex(([name]) => name === chosen) + step + tabs.length) % tabs.length][0];
    choose(next);
    requestAnimationFrame(() => place.current?.querySelector('[aria-selected=true]')?.focus());
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} ref=${place}>${tabs.map(([name, title]) => html`<button role="tab" key=${name}
    aria-selected=${String(name === chosen)} tabindex=${name === chosen ? 0 : -1} onClick=${() => choose(name)}
    onKeyDown=${e => { if (e.key === 'ArrowRight') move(1); else if (e.key === 'ArrowLeft') move(-1); }}>${title}</button>`)}</div>`;
}

/** Copies a text, and says so. */
export function Copy({ text, label = 'Copy', title }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await copyText(typeof text === 'function' ? text() : text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return html`<button class="small" title=${title} onClick=${copy}><${Icon} name=${done ? 'check' : 'copy'}/>${done ? 'Copied' : label}</button>`;
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // not allowed without TLS: the old way
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

const toasts = cell([]);

/** Says something for a moment. */
export function toast(text, tone = 'ok') {
  const one = { text, tone };
  toasts.set(all => [...all, one]);
  setTimeout(() => toasts.set(all => all.filter(each => each !== one)), tone === 'bad' ? 8000 : 4000);
}

export const Toasts = () => html`<div class="toasts" role="status" aria-live="polite">${useCell(toasts).map(one => html`<p class=${'toast ' + one.tone}>${one.text}</p>`)}</div>`;

/** A window over the page; Escape closes it. */
export function Dialog({ title, close, children, wide }) {
  const place = useRef();
  useLayoutEffect(() => {
    const dialog = place.current;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return html`<dialog ref=${place} class=${wide ? 'wide' : ''} aria-label=${title} onCancel=${e => { e.preventDefault(); close(); }}
    onClick=${e => e.target === place.current && close()}><div class="dialog-body"><h2>${title}</h2>${children}</div></dialog>`;
}

const question = cell(null);

/** Asks before something that cannot be undone: what must be typed to go on, or nothing. Resolves to whether. */
export const confirmed = asked => new Promise(resolve => question.set({ ...asked, resolve }));

export function Confirm() {
  const asked = useCell(question);
  const [typed, setTyped] = useState('');
  if (!asked) return null;
  const end = answer => { question.set(null); setTyped(''); asked.resolve(answer); };
  const ready = !asked.type || typed === asked.type;
  return html`<${Dialog} title=${asked.title} close=${() => end(false)}>
    <p>${asked.text}</p>
    <form onSubmit=${e => { e.preventDefault(); if (ready) end(true); }}>
      ${asked.type && html`<${Field} label=${`Type ${asked.type} to go on`}><input autofocus value=${typed} onInput=${e => setTyped(e.target.value)} autocomplete="off" spellcheck="false"/></${Field}>`}
      ${asked.command && html`<pre class="command">${asked.command}</pre>`}
      <div class="buttons"><button type="button" onClick=${() => end(false)}>Cancel</button><button class="danger" type="submit" disabled=${!ready}>${asked.verb}</button></div>
    </form>
  </${Dialog}>`;
}

/** Runs an action; a failure is said. Resolves to whether it went well. */
export async function acting(action, done) {
  try {
    await action();
    if (done) toast(done);
    return true;
  } catch (error) {
    toast([error.message, error.hint].filter(Boolean).join(' – '), 'bad');
    return false;
  }
}

/** Saves what was made in this page as a file. */
export function save(name, parts, type) {
  const made = URL.createObjectURL(new Blob(parts, { type }));
  const anchor = document.createElement('a');
  anchor.href = made;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(made), 60e3);
}
