// SPDX-License-Identifier: Apache-2.0
package io.photon.core;

/**
 * The fact that a stream was deleted, as recorded in {@code __config__} by an event {@link #EVENT_TYPE} with the payload
 * {@code {"stream-name": …, "up-to": …}}.
 *
 * @param streamName the stream, not internal
 * @param upTo its events up to and including this order-id are gone; later ones belong to its next life
 */
public record StreamDeletion(String streamName, long upTo) {

    /** The event's type. */
    public static final String EVENT_TYPE = "delete-stream!";

    /** Whether an event at this position of this stream is gone. */
    public boolean covers(String stream, long orderId) {
        return orderId <= upTo && streamName.equals(stream);
    }
}
