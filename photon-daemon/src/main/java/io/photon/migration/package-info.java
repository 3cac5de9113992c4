// SPDX-License-Identifier: Apache-2.0
/**
 * Moves a store into another, event by event and in pieces, and proves that both hold the same: {@link
 * io.photon.migration.Migration} copies from a {@link io.photon.migration.Source} into a log, {@link
 * io.photon.migration.Tally} sums up what each side holds. Why it goes on after a kill without a note of its own:
 * docs/adr/0063.
 *
 * <p>May import: {@code log}, {@code store}, {@code core}, {@code codec}, {@code event}, {@code os}, {@code result}, {@code text}.
 * Imported by: wiring, {@code cli.command.migrate}.
 *
 * <p>Never here: the opening of stores, HTTP, what is shown to people.
 */
@NullMarked
package io.photon.migration;

import org.jspecify.annotations.NullMarked;
