/**
 * The backup file: NDJSON of canonical event lines and a trailer with count, range and SHA-256 (CLI.md section 3). Reads and writes streams of bytes; knows no store.
 *
 * <p>May import: {@code event, result, codec}, Jackson for the trailer. Imported by: {@code backup (daemon), cli}.
 *
 * <p>Never here: sockets, threads, stores.
 */
package io.photon.backup.format;
