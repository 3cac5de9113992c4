// SPDX-License-Identifier: Apache-2.0
/**
 * Histories: what clients asked of a Photon and when, what they were answered, and what is stored in the end; {@link
 * io.photon.cli.history.HistoryCheck} proves that these fit together, or names the lines that do not. The format is in
 * docs/check-history.md.
 *
 * <p>May import: {@code codec}, {@code event}, {@code result}, {@code text}. Imported by: {@code cli.command.history} (which
 * checks one), {@code cli.bench} (which writes one).
 *
 * <p>Never here: a daemon, commands, what is shown to people.
 */
@NullMarked
package io.photon.cli.history;

import org.jspecify.annotations.NullMarked;
