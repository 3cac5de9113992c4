/**
 * Backup and restore of a running store: pinned views, staging, conflicts.
 *
 * <p>May import: log, core, {@code backup.format}. Imported by: api.
 *
 * <p>Never here: HTTP, files of the store.
 */
package io.photon.backup;
