// SPDX-License-Identifier: Apache-2.0
/**
 * Text as UTF-8 bytes and back ({@link io.photon.text.Utf8}), and where lines of bytes end
 * ({@link io.photon.text.LineEnds}). Pure functions.
 *
 * <p>May import: nothing but {@code java.lang} and {@code java.nio}. Imported by: every room.
 *
 * <p>Never here: JSON (that is {@code codec}), files, sockets.
 */
@NullMarked
package io.photon.text;

import org.jspecify.annotations.NullMarked;
