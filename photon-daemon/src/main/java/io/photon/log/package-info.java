/**
 * Order, durability and replay: one append thread, the live ring, the hand-over from stored to live events. Threads live here.
 *
 * <p>May import: {@code store}, {@code core}, {@code event}, {@code codec}, {@code filter}. Imported by: projection, security, backup, api.
 *
 * <p>Never here: protocols, permissions, SQL, files.
 */
package io.photon.log;
