// SPDX-License-Identifier: Apache-2.0
// All pages, in the order of the navigation.
const page = (name, title, icon, load, more = {}) => ({ name, title, icon, load: () => load().then(module => module.default), ...more });

export const groups = [
  { title: 'Watch', pages: [
    page('dashboard', 'Dashboard', 'dashboard', () => import('./pages/dashboard.js')),
    page('streams', 'Streams', 'streams', () => import('./pages/streams.js'), { needs: ['replay'] }),
    page('projections', 'Projections', 'projections', () => import('./pages/projections.js'), { needs: ['values'] }),
    page('subscribers', 'Subscribers', 'subscribers', () => import('./pages/subscribers.js'), { needs: ['security!'] }),
    page('log', 'Log', 'log', () => import('./pages/log.js'), { needs: ['security!'] }),
  ] },
  { title: 'Work', pages: [
    page('emit', 'Emit', 'emit', () => import('./pages/emit.js'), { needs: ['emit'] }),
    page('sql', 'SQL', 'sql', () => import('./pages/sql.js'), { needs: ['replay'] }),
    page('transfer', 'Import & export', 'transfer', () => import('./pages/transfer.js'), { needs: ['emit', 'replay'] }),
    page('backup', 'Backup & restore', 'backup', () => import('./pages/backup.js'), { needs: ['backup!'] }),
  ] },
  { title: 'Manage', pages: [
    page('users', 'Users', 'users', () => import('./pages/users.js'), { needs: ['security!'] }),
    page('apps', 'Applications', 'apps', () => import('./pages/apps.js')),
    page('hooks', 'Hooks', 'hooks', () => import('./pages/hooks.js'), { needs: ['security!'] }),
    page('settings', 'Settings', 'settings', () => import('./pages/settings.js'), { needs: ['security!'] }),
    page('muon', 'Muon', 'muon', () => import('./pages/muon.js'), { needs: ['replay!'] }),
  ] },
];

const inner = [
  page('stream', 'Stream', 'streams', () => import('./pages/stream.js'), { needs: ['replay'], parent: 'streams' }),
  page('account', 'Your account', 'users', () => import('./pages/account.js')),
  page('event', 'Event', 'streams', () => import('./pages/event.js'), { needs: ['replay'], parent: 'streams' }),
  page('projection', 'Projection', 'projections', () => import('./pages/projection.js'), { needs: ['values'], parent: 'projections' }),
  page('projection-edit', 'Edit projection', 'projections', () => import('./pages/projection-edit.js'), { needs: ['projections'], parent: 'projections' }),
];

/** Those in the navigation and those that links lead to; the test of the console opens each. */
export const all = [...groups.flatMap(group => group.pages), ...inner];

export const pageOf = name => all.find(each => each.name === name);
