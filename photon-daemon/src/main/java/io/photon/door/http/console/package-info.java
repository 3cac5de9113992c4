// SPDX-License-Identifier: Apache-2.0
/**
 * The web console: its files from the jar, with the headers that keep a page to itself. The files are in the resources of
 * the same name; the libraries that they need come from jars of Maven Central, pinned by their sums.
 *
 * <p>May import: {@code door.http.wire.call}, {@code result}, {@code text}, Undertow. Imported by: {@code door.http}.
 *
 * <p>Never here: calls, identities; a page asks for everything over {@code /api} like anybody else.
 */
@NullMarked
package io.photon.door.http.console;

import org.jspecify.annotations.NullMarked;
