// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code photon top} knows of a daemon. A {@link io.photon.cli.top.reading.Reading} is what it told at one time: counters as
 * {@link io.photon.cli.top.reading.FlatJson}, its streams and projections as rows. {@link io.photon.cli.top.reading.Readings} keeps those of the last
 * quarter of an hour, and a {@link io.photon.cli.top.reading.Moment} is one of them with all before it, which is what pages look at. A
 * {@link io.photon.cli.top.reading.Need} is what they want to know besides.
 *
 * <p>May import: {@code cli.top.layout}, {@code cli.top.screen}, {@code codec}, {@code result}. Imported by: {@code cli.top}, {@code cli.top.page}, {@code cli.command.top}.
 *
 * <p>Never here: a client, a clock, where on the screen something stands.
 */
@NullMarked
package io.photon.cli.top.reading;

import org.jspecify.annotations.NullMarked;
