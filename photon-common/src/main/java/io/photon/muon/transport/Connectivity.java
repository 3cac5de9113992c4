// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import org.jspecify.annotations.Nullable;

/**
 * Whether a transport has its connection.
 *
 * @param connected whether it has one now
 * @param detail for a person: to whom (never with a password), or why not and what to do next
 * @param sinceMs since when it is so, in ms since 1970
 * @param reconnects how often a lost connection was made again
 */
public record Connectivity(boolean connected, @Nullable String detail, long sinceMs, long reconnects) {}
