// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code photon top} shows below its header. {@link io.photon.cli.top.page.Views} is the way in: it has the eight views and opens
 * the other pages; a {@link io.photon.cli.top.page.TopPage} takes in a {@link io.photon.cli.top.reading.Moment}, keys and answers, paints itself, and
 * says what it wants to know. To add a page, extend it and name it in {@code Views}. An {@link io.photon.cli.top.page.Action} is what a page can
 * have changed, {@link io.photon.cli.top.page.KeyLine} tells which keys work.
 *
 * <p>May import: {@code cli.top.reading}, {@code cli.top.layout}, {@code cli.top.screen}, {@code cli.names}, {@code cli.output}, {@code codec}, {@code result}. Imported by: {@code cli.top}.
 *
 * <p>Never here: I/O, a clock, a thread, which page is shown.
 */
@NullMarked
package io.photon.cli.top.page;

import org.jspecify.annotations.NullMarked;
