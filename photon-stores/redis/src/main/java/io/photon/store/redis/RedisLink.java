// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.RedisException;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server for one purpose: a connection that is made when it is needed, and anew when it was lost. While none
 * can be made, callers are told so at once, and one of them tries again five times a second. Thread-safe.
 */
final class RedisLink implements AutoCloseable {

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Looks at a server when a connection to it was made. */
    @FunctionalInterface
    interface Greeting {
        /** @throws StoreException when this server must not be used as it is */
        void greet(Pipe pipe) throws StoreException, NoAnswerException;
    }

    /** What is read over one connection. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Pipe pipe) throws StoreException, NoAnswerException;
    }

    private final RedisServer server;
    private final Greeting greeting;
    /** Held by the thread that connects; those who know that it does not go well do not wait for it. */
    private final Lock connecting = new ReentrantLock();

    private volatile @Nullable Pipe pipe;
    private volatile @Nullable StoreException failure;
    private volatile long failedAt;
    private volatile boolean closed;

    RedisLink(RedisServer server, Greeting greeting) {
        this.server = server;
        this.greeting = greeting;
    }

    /** A connection. @throws StoreException REFUSED when there is none now: nothing was sent; CLOSED */
    Pipe pipe() throws StoreException {
        Pipe open = opened();
        if (open != null) {
            return open;
        }
        StoreException known = failure;
        if (known == null) {
            connecting.lock();
        } else if (!connecting.tryLock()) {
            throw known;
        }
        try {
            open = opened();
            return open == null ? connected() : open;
        } finally {
            connecting.unlock();
        }
    }

    private @Nullable Pipe opened() throws StoreException {
        if (closed) {
            throw new StoreException(Kind.CLOSED, "the store is closed");
        }
        Pipe open = pipe;
        return open != null && open.isOpen() ? open : null;
    }

    private Pipe connected() throws StoreException {
        StoreException known = failure;
        if (known != null && System.nanoTime() - failedAt < REST_NANOS) {
            throw known;
        }
        try {
            Pipe made = greeted();
            failure = null;
            pipe = made;
            if (closed) { // since it was looked at
                made.close();
            }
            return made;
        } catch (StoreException e) {
            failedAt = System.nanoTime();
            failure = e;
            throw e;
        }
    }

    private Pipe greeted() throws StoreException {
        Pipe made;
        try {
            made = server.connect();
        } catch (RedisException e) {
            throw server.notConnected(e);
        }
        boolean sound = false;
        try {
            greeting.greet(made);
            sound = true;
            return made;
        } catch (NoAnswerException e) {
            throw new StoreException(Kind.REFUSED, e.getMessage(), e);
        } finally {
            if (!sound) {
                made.close();
            }
        }
    }

    /** Why there is no connection; null while there is one, and before one was needed. Waits for nothing. */
    @Nullable String trouble() {
        StoreException known = failure;
        return known == null ? null : known.getMessage();
    }

    /** Reads; over a new connection once more when the first is lost on the way. */
    <T> T read(Reading<T> reading) throws StoreException {
        Pipe first = pipe();
        try {
            return reading.read(first);
        } catch (NoAnswerException e) {
            if (first.isOpen() || Thread.currentThread().isInterrupted()) {
                throw noAnswer(e);
            }
        }
        try {
            return reading.read(pipe());
        } catch (NoAnswerException e) {
            throw noAnswer(e);
        }
    }

    /** Runs a script that may be run twice, as {@link #read} does. */
    List<@Nullable Object> run(Script script, List<byte[]> keys, List<?> words) throws StoreException {
        return read(open -> open.run(script, keys, words));
    }

    private static StoreException noAnswer(NoAnswerException e) {
        return new StoreException(Kind.REFUSED, e.getMessage(), e);
    }

    @Override
    public void close() {
        closed = true;
        Pipe open = pipe;
        if (open != null) {
            open.close();
        }
    }
}
