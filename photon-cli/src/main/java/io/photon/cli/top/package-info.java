// SPDX-License-Identifier: Apache-2.0
/**
 * {@code photon top}: {@link io.photon.cli.top.TopModel} is the dashboard as a pure machine (readings, keys and answers in, a
 * {@link io.photon.cli.top.screen.Frame} out), {@link io.photon.cli.top.Dashboard} gives it a terminal, a clock and a daemon.
 * {@link io.photon.cli.top.BatchText} shows readings as text.
 *
 * <p>The way of a reading: {@code LiveReadings} asks by {@code AskedDaemon} and {@code Dashboard} hands it to {@code TopModel}; as a
 * {@code Moment} it goes to the page that is shown, which paints it. The way of a key: {@code TopTerminal}, {@code Dashboard},
 * {@code TopModel}; there it belongs to a {@code Confirmation} or a {@code Prompt} that is open, to the page, or to all pages. What a page wants
 * to know or to have done is a {@code Need}, which {@code Dashboard} asks for and the page gets the answer of.
 *
 * <p>Each room knows those that come after it: this one, {@code cli.top.page} (what is shown), {@code cli.top.reading} (what is known of the daemon),
 * {@code cli.top.layout} (sheets, lines, figures), {@code cli.top.screen} (the terminal).
 *
 * <p>May import: {@code question}, {@code cli.top.page}, {@code cli.top.reading}, {@code cli.top.layout}, {@code cli.top.screen}, {@code cli.input}, {@code cli.output}, {@code client}, {@code codec}, {@code result}, {@code settings}.
 * Imported by: {@code cli.command..}.
 *
 * <p>Never here: options and arguments, a clock or I/O in the model.
 */
@NullMarked
package io.photon.cli.top;

import org.jspecify.annotations.NullMarked;
