// SPDX-License-Identifier: Apache-2.0
// All pages, in the order of the navigation.
const page = (name, title, icon, load, more = {}) => ({ name, title, icon, load: () => load().then(module => module.default), ...more });

export const groups = [
  { title: 'Watch', pages: [
    page('dashboard', 'Dashboard', 'dashboard', () => import('./pages/dashboard.js')),
    page('streams', 'Streams', 'streams', () => import('./pages/streams.js')),
    page('projections', 'Projections', 'projections', () => import('./pages/projections.js')),
    page('subscribers', 'Subscribers', 'subscribers', () => import('./pages/subscribers.js')),
    page('log', 'Log', 'log', () => import('./pages/log.js')),
  ] },
  { title: 'Work', pages: [
    page('emit', 'Emit', 'emit', () => import('./pages/emit.js')),
    page('sql', 'SQL', 'sql', () => import('./pages/sql.js')),
    page('transfer', 'Import & export', 'transfer', () => import('./pages/transfer.js')),
    page('backup', 'Backup & restore', 'backup', () => import('./pages/backup.js')),
  ] },
  { title: 'Manage', pages: [
    page('users', 'Users', 'users', () => import('./pages/users.js')),
    page('apps', 'Applications', 'apps', () => import('./pages/apps.js')),
    page('settings', 'Settings', 'settings', () => import('./pages/settings.js')),
    page('muon', 'Muon', 'muon', () => import('./pages/muon.js')),
  ] },
];

const inner = [
  page('stream', 'Stream', 'streams', () => import('./pages/stream.js'), { parent: 'streams' }),
  page('event', 'Event', 'streams', () => import('./pages/event.js'), { parent: 'streams' }),
  page('projection', 'Projection', 'projections', () => import('./pages/projection.js'), { parent: 'projections' }),
  page('projection-edit', 'Edit projection', 'projections', () => import('./pages/projection-edit.js'), { parent: 'projections' }),
];

const all = [...groups.flatMap(group => group.pages), ...inner];

export const pageOf = name => all.find(each => each.name === name);
