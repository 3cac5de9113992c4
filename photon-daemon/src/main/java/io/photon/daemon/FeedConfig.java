// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

/**
 * Where the feeds listen.
 *
 * @param host address or name
 * @param eventsPort of the feed of events, 0 for none
 * @param projectionsPort of the feed of projection updates, 0 for none
 * @param maxReaders of each at the same time
 */
public record FeedConfig(String host, int eventsPort, int projectionsPort, int maxReaders) {

    /** No feeds. */
    static FeedConfig off() {
        return new FeedConfig("localhost", 0, 0, 0);
    }
}
