package io.photon.door.http;

import io.photon.event.Event;
import io.photon.result.Failure;

/** How a replay is written. */
interface ReplayFormat {

    String contentType();

    /** @return whether more is wanted, as {@link Outflow#put} */
    boolean put(Outflow out, Event event);

    /** A sign of life of a quiet live replay. @param position everything up to here was delivered */
    void heartbeat(Outflow out, long position);

    /** Behind the last event of a replay that completes. */
    void complete(Outflow out);

    /** Behind the last event of one that breaks. */
    void failed(Outflow out, Failure failure);
}
