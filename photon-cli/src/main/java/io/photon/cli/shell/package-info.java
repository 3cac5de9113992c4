// SPDX-License-Identifier: Apache-2.0
/**
 * {@code photon shell}. {@link io.photon.cli.shell.Words} and {@link io.photon.cli.shell.Statement} read a line,
 * {@link io.photon.cli.shell.ShellSession} does what it says by way of a {@link io.photon.cli.shell.Pipeline};
 * {@link io.photon.cli.shell.LinePlace} and {@link io.photon.cli.shell.Completions} tell what may come next. None of these knows
 * a terminal: {@link io.photon.cli.shell.Interactive} is the only room for JLine, with its parser, hints and history.
 *
 * <p>May import: {@code cli.input}, {@code cli.names}, {@code cli.output}, {@code client}, {@code codec}, {@code os},
 * {@code result}, {@code settings}, picocli. Imported by: {@code cli}, {@code docs}.
 *
 * <p>Never here: a command of its own that talks to a daemon: whatever the shell can do, the command line can.
 */
@NullMarked
package io.photon.cli.shell;

import org.jspecify.annotations.NullMarked;
