// SPDX-License-Identifier: Apache-2.0
/**
 * Commands on users and what they may do: {@code user …}, {@code grant …} and {@code whoami}. A password is typed, read from a file
 * or from standard input, never an argument.
 *
 * <p>May import: {@code question}, {@code client}, {@code codec}, {@code result}, {@code text}, {@code cli.command}, {@code cli.input},
 * {@code cli.output}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the daemon, rendering, protocols.
 */
@NullMarked
package io.photon.cli.command.user;

import org.jspecify.annotations.NullMarked;
