// SPDX-License-Identifier: Apache-2.0
/**
 * What went wrong in this process, kept in memory for those who watch it: the latest warnings, errors and refused logins.
 *
 * <p>May import: nothing of ours. Imported by: {@code api}, {@code cli}, {@code cli.log}, wiring.
 *
 * <p>Never here: files, threads, how an entry is shown, secrets.
 */
@NullMarked
package io.photon.journal;

import org.jspecify.annotations.NullMarked;
