// SPDX-License-Identifier: Apache-2.0
/**
 * The client as Java programs use it, against a daemon in this process: what it promises about demand, order, threads and
 * failures.
 *
 * <p>May import: {@code client}, {@code cli.command} (for its daemon), {@code reactive}. Imported by: no other room.
 *
 * <p>Never here: commands.
 */
package io.photon.library;
