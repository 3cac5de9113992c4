// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

/**
 * Who makes a change, for the event that records it.
 *
 * @param name of the caller
 * @param from where they come from, e.g. {@code 127.0.0.1 over http}
 */
public record Author(String name, String from) {}
