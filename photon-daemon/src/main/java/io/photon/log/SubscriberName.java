// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

/**
 * Who asked for a replay, for a list of subscribers.
 *
 * @param who a name and an address as their door knows them, without secrets
 * @param door by which they came, e.g. {@code http}
 */
public record SubscriberName(String who, String door) {

    /** No one said who it is. */
    public static final SubscriberName UNNAMED = new SubscriberName("", "");
}
