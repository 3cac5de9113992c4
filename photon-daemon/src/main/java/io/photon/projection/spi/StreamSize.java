// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

/**
 * How large a stream is by what was folded of it.
 *
 * @param events how many
 * @param bytes of them as lines of JSON, line ends included
 * @param lastOrderId position of the last of them
 */
public record StreamSize(long events, long bytes, long lastOrderId) {}
