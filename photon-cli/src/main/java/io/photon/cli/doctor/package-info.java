// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code photon doctor} looks at: Java, ports, disk, store, broker, clock, permissions, limits, and with
 * {@code --security} what an auditor asks for. Each check finds something and says what to do about it. Nothing is changed;
 * only the measurement of the disk writes, a file of its own that it removes.
 *
 * <p>May import: {@code client}, {@code codec}, {@code os}, {@code result}, {@code settings}, {@code cli.context}, {@code cli.output}.
 * Imported by: {@code cli.command.doctor}.
 *
 * <p>Never here: options, the daemon's own classes, locks.
 */
@NullMarked
package io.photon.cli.doctor;

import org.jspecify.annotations.NullMarked;
