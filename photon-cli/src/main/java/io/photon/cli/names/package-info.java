// SPDX-License-Identifier: Apache-2.0
/**
 * Names that can be completed: of streams, projections, users, event types and fields, and of contexts. {@link io.photon.cli.names.Names} keeps
 * what a daemon said in a file of the user's cache folder, so that a key need not wait for the daemon;
 * {@link io.photon.cli.names.NameQuestions} asks it. {@link io.photon.cli.names.BashLine} reads a line of bash and writes a name into it.
 *
 * <p>May import: {@code cli.context}, {@code client}, {@code codec}, {@code os}, {@code question}, {@code result}, {@code settings}. Imported by: {@code cli.shell}, {@code cli.top.page},
 * {@code cli.command..}, {@code cli}.
 *
 * <p>Never here: options, terminals, an error that a user sees: what is not known is not offered.
 */
@NullMarked
package io.photon.cli.names;

import org.jspecify.annotations.NullMarked;
