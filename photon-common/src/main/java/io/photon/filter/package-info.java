/**
 * Which events a reader wants: globs over names, and the bounded predicate of --where (the part of jq that cannot run long).
 *
 * <p>May import: {@code event, result, Jackson's streaming parser}. Imported by: {@code log, doors, cli}.
 *
 * <p>Never here: files, sockets, threads, clocks.
 */
package io.photon.filter;
