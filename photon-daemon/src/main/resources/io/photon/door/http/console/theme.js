// SPDX-License-Identifier: Apache-2.0
// Dark or light: as the system says unless chosen here.
import { cell } from './html.js';

const KEY = 'photon-theme';
const all = ['auto', 'dark', 'light'];
const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
const chosen = cell('auto');

function apply(theme) {
  chosen.set(theme);
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

const system = matchMedia('(prefers-color-scheme: dark)');
/** dark or light, as it is drawn now. */
const drawn = cell('light');
const redraw = () => drawn.set(chosen.get() === 'auto' ? (system.matches ? 'dark' : 'light') : chosen.get());
system.addEventListener('change', redraw);
chosen.watch(redraw);

export const themes = {
  chosen,
  drawn,
  start: () => apply(all.includes(stored()) ? stored() : 'auto'),
  next() {
    const theme = all[(all.indexOf(chosen.get()) + 1) % all.length];
    try { localStorage.setItem(KEY, theme); } catch { /* a browser that stores nothing forgets the choice */ }
    apply(theme);
  },
};
