// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

/** Which streams a reader may see; asked for each event, by any thread. */
public interface Visibility {

    /** Whether it sees the events of a stream. */
    boolean sees(String stream);

    /** Rises when {@link #sees} may answer otherwise than before. Asked for each event, so it must be quick. */
    default long version() {
        return 0;
    }

    /** Sees all streams but one. */
    static Visibility without(String hidden) {
        return stream -> !stream.equals(hidden);
    }
}
