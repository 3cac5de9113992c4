package io.photon.door.http;

import io.photon.event.Gap;
import io.photon.result.Failure;

/**
 * How a long answer is written.
 *
 * @param <T> its items
 */
interface AnswerFormat<T> {

    String contentType();

    /** @return whether more is wanted, as {@link Outflow#put} */
    boolean put(Outflow out, T item);

    /** What stands in the place of events that cannot be read. @return whether more is wanted, as {@link Outflow#put} */
    boolean gap(Outflow out, Gap gap);

    /** A sign of life of a quiet live answer. @param position everything up to here was delivered; 0 for not known */
    void heartbeat(Outflow out, long position);

    /** Behind the last item of an answer that completes. */
    void complete(Outflow out);

    /** Behind the last item of one that breaks. */
    void failed(Outflow out, Failure failure);
}
