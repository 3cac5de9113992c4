// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

/**
 * A stream that got many events of late.
 *
 * @param events at least this many in the time that is looked at
 */
public record BusyStream(String name, long events) {}
