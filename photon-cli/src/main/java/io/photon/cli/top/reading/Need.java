// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

/**
 * Something that a page wants to know or to have done, beside the readings.
 *
 * @param name a stream or a projection
 * @param at a position, 0 for none
 * @param to another position, 0 for none
 * @param text what was typed, else empty
 */
public record Need(Kind kind, String name, long at, long to, String text) {

    public enum Kind {
        /** The events of a stream up to a position, newest first. */
        EVENTS,
        /** The events of a stream after a position, oldest first. */
        EVENTS_AFTER,
        /** The newest events of all streams, as many as {@code at} says, newest first. */
        NEWEST,
        /** Causes and effects of an event. */
        TRACE,
        /** A projection with its value. */
        PROJECTION,
        /** The value of a projection after a position. */
        VALUE,
        /** How the value of a projection differs between two positions. */
        DIFF,
        /** The first event after which a condition holds. */
        BISECT,
        /** What went wrong in the daemon. */
        LOG,
        /** Who reads events, those furthest from the head first. */
        SUBSCRIBERS,
        /** To store an event, which is what was typed. */
        EMIT,
        DELETE_STREAM,
        DELETE_PROJECTION,
        PAUSE,
        RESUME,
        RESET;

        /** Whether what it changes cannot be had back as it was: its command asks too, for a production daemon. */
        public boolean isDestructive() {
            return switch (this) {
                case DELETE_STREAM, DELETE_PROJECTION, RESET -> true;
                default -> false;
            };
        }

        /** Whether it changes what the daemon holds. */
        public boolean isChange() {
            return switch (this) {
                case EMIT, DELETE_STREAM, DELETE_PROJECTION, PAUSE, RESUME, RESET -> true;
                default -> false;
            };
        }

        /** Whether the daemon may have to fold a history for it, which takes as long as it takes. */
        public boolean isFold() {
            return this == VALUE || this == DIFF || this == BISECT;
        }
    }

    public Need(Kind kind, String name, long at) {
        this(kind, name, at, 0, "");
    }
}
