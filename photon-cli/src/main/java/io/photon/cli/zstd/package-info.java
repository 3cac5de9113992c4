// SPDX-License-Identifier: Apache-2.0
/**
 * zstd, whose library is code of the machine: it is unpacked into a folder and loaded from there, which may be forbidden.
 *
 * <p>May import: {@code result}, {@code settings}, zstd. Imported by: {@code cli.input}, {@code cli.output..}.
 *
 * <p>Never here: files other than that library, what is packed.
 */
@NullMarked
package io.photon.cli.zstd;

import org.jspecify.annotations.NullMarked;
