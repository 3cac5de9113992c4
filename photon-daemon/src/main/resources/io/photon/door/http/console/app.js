// SPDX-License-Identifier: Apache-2.0
// The frame around the pages: login, navigation, theme, palette.
import { html, render, useState, useEffect, useCell, useErrorBoundary } from './html.js';
import { session } from './identity.js';
import { resume, logout } from './session.js';
import { useOpenPages } from './rights.js';
import { route, link } from './route.js';
import { Login } from './parts/login.js';
import { ErrorBox, Toasts, Busy, Icon } from './parts/ui.js';
import { Palette, openPalette } from './parts/palette.js';
import { Status } from './parts/status.js';
import { groups, pageOf } from './pages.js';
import { themes } from './theme.js';

const banner = document.querySelector('meta[name=photon-banner]').content;

function Navigation({ current, close }) {
  const isOpen = useOpenPages();
  return html`<nav aria-label="Pages">
    ${groups.filter(group => group.pages.some(isOpen)).map(group => html`<div class="nav-group" key=${group.title}>
      <h2>${group.title}</h2>
      ${group.pages.filter(isOpen).map(page => html`<a key=${page.name} href=${link(page.name)} onClick=${close}
        class=${current === page.name ? 'nav-link here' : 'nav-link'} aria-current=${current === page.name ? 'page' : undefined}>
        <${Icon} name=${page.icon}/>${page.title}</a>`)}
    </div>`)}
  </nav>`;
}

function ThemeSwitch() {
  const theme = useCell(themes.chosen);
  return html`<button class="plain" title=${`Theme: ${theme}`} aria-label=${`Theme: ${theme}; change it`} onClick=${themes.next}>
    <${Icon} name=${theme === 'dark' ? 'moon' : theme === 'light' ? 'sun' : 'auto'}/></button>`;
}

function Frame() {
  const { page: name, args, query } = useCell(route);
  const who = useCell(session);
  const [open, setOpen] = useState(false);
  const page = pageOf(name);
  useEffect(() => {
    document.title = `${[page?.title ?? 'Not found', ...args].join(' · ')} – Photon`;
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [name, args.join('/')]);
  return html`<div class=${open ? 'frame open' : 'frame'}>
    <a class="skip" href="#main" onClick=${e => { e.preventDefault(); document.getElementById('main').focus(); }}>Skip to the content</a>
    <header class="side">
      <div class="brand">
        <a href="#/dashboard"><${Icon} name="photon"/>Photon</a>
        <button class="plain menu" aria-expanded=${String(open)} aria-label="Menu" onClick=${() => setOpen(!open)}><${Icon} name="menu"/></button>
      </div>
      <div class="folding">
        <button class="seek" onClick=${openPalette}><${Icon} name="search"/>Go to…<kbd>Ctrl K</kbd></button>
        <${Navigation} current=${page?.parent ?? name} close=${() => setOpen(false)}/>
        <div class="foot">
          <${Status}/>
          <div class="who"><a href="#/account" title=${`${who.user}: your account`} onClick=${() => setOpen(false)}>${who.user}</a><${ThemeSwitch}/>
            <button class="plain" title="Log out" aria-label="Log out" onClick=${logout}><${Icon} name="leave"/></button></div>
        </div>
      </div>
    </header>
    <main id="main" tabindex="-1"><${Content} key=${name + '/' + args.join('/')} page=${page} args=${args} query=${query}/></main>
    <${Palette}/>
  </div>`;
}

/** A page, loaded when it is first wanted. */
function Content({ page, args, query }) {
  const [loaded, setLoaded] = useState(null);
  const [error, setError] = useState(null);
  const isOpen = useOpenPages()(page);
  const [broken] = useErrorBoundary(fault => console.error(fault));
  useEffect(() => {
    let here = true;
    if (isOpen) page?.load().then(View => here && setLoaded({ View }), failure => here && setError(failure));
    return () => { here = false; };
  }, [page, isOpen]);
  if (page && !isOpen) {
    return html`<div class="page"><h1>${page.title}</h1><p class="dim">What is granted to you does not open this page. An administrator adds to it, on the page Users or with <code>photon grant add</code>.</p></div>`;
  }
  if (!page) {
    return html`<div class="page"><h1>There is no such page</h1><p class="dim">The address names none of this console. Start at the <a href="#/dashboard">dashboard</a>.</p></div>`;
  }
  if (broken) {
    return html`<div class="page"><${ErrorBox} error=${{ message: `this page failed: ${broken.message}`, hint: 'this is a fault of the console; load it again' }}/></div>`;
  }
  if (error) {
    return html`<div class="page"><${ErrorBox} error=${{ message: 'this page could not be loaded', hint: 'Photon may have been updated: load the console again' }}/></div>`;
  }
  return loaded ? html`<${loaded.View} args=${args} query=${query}/>` : html`<${Busy}/>`;
}

function App() {
  const who = useCell(session);
  const [ready, setReady] = useState(false);
  useEffect(() => { resume().catch(() => {}).finally(() => setReady(true)); }, []);
  return html`${banner && html`<aside class="banner" aria-label="Banner">${banner}</aside>`}
    ${who ? html`<${Frame}/>` : ready && html`<${Login}/>`}
    <${Toasts}/>`;
}

themes.start();
document.body.classList.toggle('bannered', banner !== '');
const place = document.getElementById('app');
place.textContent = '';
render(html`<${App}/>`, place);
