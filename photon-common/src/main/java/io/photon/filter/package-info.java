// SPDX-License-Identifier: Apache-2.0
/**
 * Which events a reader wants: globs over names, and the bounded predicate of --where (the part of jq that cannot run
 * long).
 *
 * <p>May import: {@code codec}, {@code event}, {@code result}, Jackson, RE2/J. Imported by: {@code client}, {@code log..}, {@code projection..},
 * {@code projection.jq}, {@code security}, {@code api}, {@code client.muon}, {@code cli.input}, {@code cli.top.layout}, {@code cli.command..}, wiring.
 *
 * <p>Never here: files, sockets, threads, clocks.
 */
@NullMarked
package io.photon.filter;

import org.jspecify.annotations.NullMarked;
