// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What is under way: counted, and told when the door closes. Thread-safe. */
public final class OpenRequests {

    /** A request that may last, and has to be told to end. */
    public interface Session {
        /** Ends as soon as it can without losing what was promised. Any thread. */
        void stop();
    }

    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger readers = new AtomicInteger();
    private final LongAdder repeated = new LongAdder();
    private volatile boolean closing;

    public void requestBegun() {
        requests.incrementAndGet();
    }

    public void requestEnded() {
        requests.decrementAndGet();
    }

    /** One has ended that was answered without a look at its head: {@code connection.RepeatedRequests}. */
    public void repeatedEnded() {
        requestEnded();
        repeated.increment();
    }

    /** How many of those there were. */
    public long repeated() {
        return repeated.sum();
    }

    public int requests() {
        return requests.get();
    }

    /** Whether the request that asks is the only one open, and no long answer or WebSocket is. */
    public boolean isOnly() {
        return requests.get() == 1 && readers.get() == 0;
    }

    public boolean isClosing() {
        return closing;
    }

    public void opened(Session session) {
        open.add(session);
        if (closing) {
            session.stop();
        }
    }

    /**
     * The same for a reader of a long answer.
     *
     * @param most how many may do so at a time
     * @return false when the limit is reached; then nothing has begun
     */
    public boolean readerOpened(Session session, int most) {
        if (readers.incrementAndGet() > most) {
            readers.decrementAndGet();
            return false;
        }
        opened(session);
        return true;
    }

    /** Once for each that {@link #readerOpened}, or more often. */
    public void readerEnded(Session session) {
        if (open.remove(session)) {
            readers.decrementAndGet();
        }
    }

    /** A reader goes on as another session. */
    public void readerReplaced(Session before, Session now) {
        if (open.remove(before)) {
            opened(now);
        } else { // it has ended already
            now.stop();
        }
    }

    /** How many read long answers. */
    public int readers() {
        return readers.get();
    }

    public void ended(Session session) {
        open.remove(session);
    }

    /** Asks everybody to end. */
    public void close() {
        closing = true;
        open.forEach(Session::stop);
    }
}
