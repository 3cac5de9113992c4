// SPDX-License-Identifier: Apache-2.0
/**
 * The log on disk: append-only segments that are the truth, and indexes that are derived from them. All file access
 * goes through {@link io.photon.store.file.Disk}, so that a test can cut the power.
 *
 * <p>May import: {@code pace}, {@code result}, {@code settings}, {@code store},
 * {@code store.backend}, {@code event}, {@code os}, {@code task}. Imported by: wiring, {@code store.h2},
 * {@code store.slots} (whose copy is files).
 *
 * <p>Never here: SQL, sockets, JSON parsing.
 */
package io.photon.store.file;
