// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.event.Event;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.List;
import java.util.Optional;

/** Where events are moved from. For one thread at a time. */
public interface Source extends AutoCloseable {

    /** Takes events in the order of their positions. */
    interface Sink {
        /** @return why nothing more is wanted; empty to go on */
        Optional<Failure> take(List<Event> events);
    }

    /** For messages: which store or daemon it is, without secrets. */
    String shown();

    /**
     * Reads what is visible above a position, up to the head of the moment when this is called.
     *
     * @return the position up to which everything visible was delivered; a failure of the sink's, or of the reading:
     *     TIMED_OUT when what was delivered until then is right, and the rest can be asked for again
     */
    Result<Long> read(long above, Sink sink);

    /** Reads the visible events of one stream. @return how many there were */
    Result<Long> readStream(String stream, Sink sink);

    /** Whether others may append to it while it is read. */
    boolean isLive();

    /**
     * Has it refuse appends, for as long as this program lives and a little longer.
     *
     * @return the head, which stays
     */
    Result<Long> pauseAppends();

    /** Has it refuse appends from now on, also after this program has ended. @return the head, which stays */
    Result<Long> stopAppends();

    /** Lets it take appends again. */
    Result<Long> resumeAppends();

    @Override
    void close();
}
