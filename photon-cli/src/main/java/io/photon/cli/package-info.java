// SPDX-License-Identifier: Apache-2.0
/**
 * The one binary: its entry, which command a word means, what errors look like, and the commands that belong to the
 * binary itself: {@code serve}, {@code shell} and {@code version}.
 *
 * <p>May import: {@code cli.command..}, {@code cli.log}, {@code cli.names}, {@code cli.output}, {@code cli.shell}, {@code settings},
 * {@code client}, {@code codec}, {@code journal}, {@code result}, picocli; {@code ServeCommand} alone {@code daemon}. Imported by: {@code docs}.
 *
 * <p>Never here: the work of a command; anything that a start does not need at once.
 */
@NullMarked
package io.photon.cli;

import org.jspecify.annotations.NullMarked;
