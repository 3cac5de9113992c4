// SPDX-License-Identifier: Apache-2.0
/**
 * The terminal of {@code photon top}: a {@link io.photon.cli.top.screen.Frame} is one picture of cells, a
 * {@link io.photon.cli.top.screen.Screen} turns it into what the terminal is told, and of that only what has changed,
 * {@link io.photon.cli.top.screen.TopTerminal} shows it and reads a {@link io.photon.cli.top.screen.Key}. Charts are drawn of letters.
 *
 * <p>May import: {@code cli.output}, lanterna. Imported by: {@code cli.top..}, {@code cli.command.top}.
 *
 * <p>Never here: a daemon, what is shown and why, which key does what.
 */
@NullMarked
package io.photon.cli.top.screen;

import org.jspecify.annotations.NullMarked;
