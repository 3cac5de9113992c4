package io.photon.cli.top;

/**
 * Something that a page wants to know or to have done, beside the readings.
 *
 * @param name a stream or a projection; for a tail the stream it follows
 * @param at a position, 0 for none
 */
record Need(Kind kind, String name, long at) {

    enum Kind {
        /** The events of a stream up to a position, newest first. */
        EVENTS,
        /** Causes and effects of an event. */
        TRACE,
        /** A projection with its value. */
        PROJECTION,
        DELETE_STREAM,
        DELETE_PROJECTION,
        PAUSE,
        RESUME,
        RESET;

        /** Whether what it changes cannot be had back as it was: its command asks too, for a production daemon. */
        boolean isDestructive() {
            return switch (this) {
                case DELETE_STREAM, DELETE_PROJECTION, RESET -> true;
                case EVENTS, TRACE, PROJECTION, PAUSE, RESUME -> false;
            };
        }

        /** Whether it changes what the daemon holds. */
        boolean isChange() {
            return switch (this) {
                case EVENTS, TRACE, PROJECTION -> false;
                case DELETE_STREAM, DELETE_PROJECTION, PAUSE, RESUME, RESET -> true;
            };
        }
    }
}
