// SPDX-License-Identifier: Apache-2.0
/**
 * What the pages of {@code photon top} are made of. A {@link io.photon.cli.top.layout.Sheet} has rows in
 * {@link io.photon.cli.top.layout.Column}s, a selection, an order and a {@link io.photon.cli.top.layout.Filter}.
 * {@link io.photon.cli.top.layout.JsonLines} lays out JSON, which {@code Folding}, {@code ChangedLines} and {@code JsonPatch} go on with and a
 * {@link io.photon.cli.top.layout.Scroll} shows. {@link io.photon.cli.top.layout.ShortNumbers} writes figures, and
 * {@link io.photon.cli.top.layout.Exported} is a row as data.
 *
 * <p>May import: {@code cli.top.screen}, {@code cli.output}, {@code codec}, {@code filter}. Imported by: {@code cli.top}, {@code cli.top.page}, {@code cli.top.reading}.
 *
 * <p>Never here: a daemon, what a row is about, I/O.
 */
@NullMarked
package io.photon.cli.top.layout;

import org.jspecify.annotations.NullMarked;
