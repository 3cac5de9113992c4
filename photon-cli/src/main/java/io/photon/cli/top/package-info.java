// SPDX-License-Identifier: Apache-2.0
/**
 * {@code photon top}: {@link io.photon.cli.top.TopModel} is the dashboard as a pure machine (readings, keys and answers in, a
 * {@link io.photon.cli.top.screen.Frame} out), its pages are the views; {@link io.photon.cli.top.LiveReadings} brings readings and events,
 * {@code cli.top.screen} shows frames and reads keys, {@link io.photon.cli.top.Dashboard} lets them work together. {@link io.photon.cli.top.BatchText} shows readings as text.
 *
 * <p>May import: {@code question}, {@code cli.top.screen}, {@code cli.input}, {@code cli.names}, {@code cli.output}, {@code client}, {@code codec}, {@code filter}, {@code result}, {@code settings}.
 * Imported by: {@code cli.command..}.
 *
 * <p>Never here: options and arguments, a clock or I/O in the model and its pages.
 */
@NullMarked
package io.photon.cli.top;

import org.jspecify.annotations.NullMarked;
