// SPDX-License-Identifier: Apache-2.0
// Ctrl-K: every page, stream and projection by some letters of its name.
import { html, useState, useEffect, useRef, cell, useCell } from '../html.js';
import { groups } from '../pages.js';
import { useRights, useOpenPages } from '../rights.js';
import { link } from '../route.js';
import { get } from '../api.js';
import { themes } from '../theme.js';
import { logout } from '../session.js';
import { Dialog, Icon } from './ui.js';

const open = cell(false);
export const openPalette = () => open.set(true);

addEventListener('keydown', e => {
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
    e.preventDefault();
    open.set(!open.get());
  }
});

const MOST = 12;

/** How well some letters fit a name: the letters in order, the closer the better; 0 when they do not. */
export function fits(letters, name) {
  const wanted = letters.toLowerCase();
  const text = name.toLowerCase();
  const whole = text.indexOf(wanted);
  if (whole >= 0) return 1000 - whole - text.length / 100;
  let at = -1;
  let gaps = 0;
  for (const letter of wanted) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return 0;
    gaps += next - at - 1;
    at = next;
  }
  return Math.max(1, 500 - gaps * 10 - text.length / 100);
}

const fixed = (may, isOpen) => [
  ...groups.flatMap(group => group.pages).filter(isOpen).map(page => ({ kind: 'Page', name: page.title, icon: page.icon, href: link(page.name) })),
  ...(may('projections') ? [{ kind: 'Action', name: 'New projection', icon: 'plus', href: link('projection-edit') }] : []),
  ...(may('replay') ? [{ kind: 'Action', name: 'Tail all streams', icon: 'streams', href: link('stream', '__all__', { tail: 'true' }) }] : []),
  { kind: 'Page', name: 'Your account', icon: 'users', href: link('account') },
  { kind: 'Action', name: 'Change the theme', icon: 'sun', run: themes.next },
  { kind: 'Action', name: 'Log out', icon: 'leave', run: logout },
];

export const Palette = () => useCell(open) && html`<${Box}/>`;

function Box() {
  const may = useRights();
  const isOpen = useOpenPages();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const [names, setNames] = useState([]);
  const list = useRef();
  useEffect(() => {
    const stop = new AbortController();
    const streams = get('api/streams', { limit: 1000 }, stop.signal).then(a => a.streams.map(s => ({ kind: 'Stream', name: s['stream-name'], icon: 'streams', href: link('stream', s['stream-name']) })), () => []);
    const projections = get('api/projection-keys', {}, stop.signal).then(a => a['projection-keys'].map(name => ({ kind: 'Projection', name, icon: 'projections', href: link('projection', name) })), () => []);
    Promise.all([streams, projections]).then(found => stop.signal.aborted || setNames(found.flat()));
    return () => stop.abort();
  }, []);
  const all = [...fixed(may, isOpen), ...names];
  const found = text.trim() === '' ? all.slice(0, MOST)
    : all.map(one => [fits(text.trim(), one.name), one]).filter(([score]) => score > 0).sort((a, b) => b[0] - a[0]).slice(0, MOST).map(([, one]) => one);
  if (/^\d{13,19}$/.test(text.trim())) found.unshift({ kind: 'Event', name: text.trim(), icon: 'streams', href: link('event', text.trim()) });
  const close = () => open.set(false);
  const take = one => {
    close();
    if (one?.href) location.hash = one.href;
    else one?.run();
  };
  const key = e => {
    if (e.key === 'ArrowDown') setChosen(n => Math.min(n + 1, found.length - 1));
    else if (e.key === 'ArrowUp') setChosen(n => Math.max(n - 1, 0));
    else if (e.key === 'Enter') take(found[chosen]);
    else return;
    e.preventDefault();
  };
  return html`<${Dialog} title="Go to" close=${close}>
    <input class="palette-input" autofocus placeholder="A page, stream, projection or order-id" value=${text} role="combobox" aria-expanded="true" aria-controls="palette-list"
      aria-label="Go to" aria-activedescendant=${found[chosen] ? `palette-${chosen}` : undefined} onInput=${e => { setText(e.target.value); setChosen(0); }} onKeyDown=${key} autocomplete="off" spellcheck="false"/>
    <ul id="palette-list" class="palette-list" role="listbox" aria-label="Found" ref=${list}>${found.map((one, i) => html`<li role="option" id=${`palette-${i}`} key=${one.kind + one.name}
      aria-selected=${String(i === chosen)} onClick=${() => take(one)} onMouseMove=${() => setChosen(i)}><${Icon} name=${one.icon}/><span class="name">${one.name}</span><span class="dim">${one.kind}</span></li>`)}</ul>
    ${found.length === 0 && html`<p class="dim pad">Nothing has such a name.</p>`}
  </${Dialog}>`;
}
