// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.door.http.wire.answer.LineFormat;
import io.photon.door.http.wire.call.Outlet;
import io.photon.event.Event;
import io.photon.flow.RunSubscriber;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays of the beginning of the log after a start, to no client. Java compiles well what has run for a while, so without them the
 * first reader of a daemon would wait twice as long as the tenth. One replay at a time; they end early as soon as there is a reader,
 * which does the same by itself. Holds no thread: the log's own bring the events.
 */
final class Rehearsal implements RunSubscriber<Event> {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /** After as many a replay gets no faster. */
    static final int ROUNDS = 12;

    /** Of one replay: it need not be all of a large log. */
    static final long ROUND_BYTES = 6 << 20;

    private final Supplier<Publisher<Event>> replays;
    private final BooleanSupplier isOver;
    private final LineFormat lines = new LineFormat(false);
    private final Nowhere nowhere = new Nowhere();
    /** Of the replay that is under way. Its signals come one after another, and so do the replays. */
    private @Nullable Subscription subscription;

    private int round;

    private long bytes;

    /**
     * @param replays prepares one of everything from the first event on
     * @param isOver whether there is nothing to rehearse for any more; asked at each signal
     */
    Rehearsal(Supplier<Publisher<Event>> replays, BooleanSupplier isOver) {
        this.replays = replays;
        this.isOver = isOver;
    }

    /** Once. Returns at once. */
    void begin() {
        if (!isOver.getAsBoolean()) {
            bytes = 0;
            replays.get().subscribe(this);
        }
    }

    @Override
    public void onSubscribe(Subscription s) {
        subscription = s;
        s.request(1);
    }

    @Override
    public void onNext(Event event) {
        nowhere.taken = 0;
        lines.put(nowhere, event);
        goOn();
    }

    @Override
    public int onRun(List<? extends Event> events, int from, int to) {
        nowhere.taken = 0;
        int taken = lines.putRun(nowhere, events, from, to);
        goOn();
        return taken;
    }

    private void goOn() {
        Subscription s = Objects.requireNonNull(subscription);
        bytes += nowhere.taken;
        if (!isOver.getAsBoolean() && bytes < ROUND_BYTES) {
            s.request(1);
            return;
        }
        s.cancel();
        onComplete();
    }

    @Override
    public void onComplete() {
        if (++round < ROUNDS) {
            begin();
        }
    }

    /** Damage, say: who reads is told of it. */
    @Override
    public void onError(Throwable error) {
        LOG.debug("a replay after the start ended early", error);
    }

    /** Takes as much at a time as a socket does. */
    private static final class Nowhere implements Outlet {
        private static final int ROOM_BYTES = 256 * 1024;
        private final byte[] chunk = new byte[64 * 1024];
        private int taken;

        @Override
        public boolean put(byte[] before, byte[] text, int offset, int length, byte[] after) {
            copy(before, 0, before.length);
            copy(text, offset, length);
            copy(after, 0, after.length);
            return taken < ROOM_BYTES;
        }

        @Override
        public boolean put(byte[] text, int offset, int length) {
            copy(text, offset, length);
            return taken < ROOM_BYTES;
        }

        private void copy(byte[] text, int offset, int length) {
            System.arraycopy(text, offset, chunk, 0, Math.min(length, chunk.length));
            taken += length;
        }

        @Override
        public long room() {
            return ROOM_BYTES - taken;
        }

        @Override
        public boolean isEmpty() {
            return true;
        }
    }
}
