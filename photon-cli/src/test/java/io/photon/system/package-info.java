// SPDX-License-Identifier: Apache-2.0
/**
 * The proof: the packaged binary as real processes, killed, starved and damaged, and what must still hold afterwards.
 *
 * <p>May import: {@code event}, {@code codec}, the JDK's HTTP client. Imported by: {@code packages}, for
 * {@code ConsoleBlocks} and {@code Requirement}.
 *
 * <p>Never here: a look inside the daemon; everything goes through its doors or its files.
 */
package io.photon.system;
