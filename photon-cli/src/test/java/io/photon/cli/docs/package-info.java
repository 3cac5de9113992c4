// SPDX-License-Identifier: Apache-2.0
/**
 * Holds pages to their links and to plain English, and completion scripts to what shells make of them.
 *
 * <p>May import: the command line's model. Imported by: no other room.
 *
 * <p>Never here: how pages and scripts are made; that is {@code tools/docs}.
 */
package io.photon.cli.docs;
