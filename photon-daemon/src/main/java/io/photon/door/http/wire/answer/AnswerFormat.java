// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import io.photon.door.http.wire.call.Outlet;
import io.photon.event.Gap;
import io.photon.result.Failure;
import java.util.List;

/**
 * How a long answer is written.
 *
 * @param <T> its items
 */
public interface AnswerFormat<T> {

    String contentType();

    /** @return whether more is wanted, as {@link Outlet#put} */
    boolean put(Outlet out, T item);

    /**
     * Puts items until enough is put.
     *
     * @param to exclusive
     * @return how many were put; fewer than all when no more is wanted, as {@link Outlet#put}
     */
    default int putRun(Outlet out, List<? extends T> items, int from, int to) {
        int at = from;
        boolean wanted = true;
        while (at < to && wanted) {
            wanted = put(out, items.get(at++));
        }
        return at - from;
    }

    /** What stands in the place of events that cannot be read. @return whether more is wanted, as {@link Outlet#put} */
    boolean gap(Outlet out, Gap gap);

    /** A sign of life of a quiet live answer. @param position everything up to here was delivered; 0 for not known */
    void heartbeat(Outlet out, long position);

    /** After the last item of an answer that completes. */
    void complete(Outlet out);

    /** After the last item of one that breaks. */
    void failed(Outlet out, Failure failure);
}
