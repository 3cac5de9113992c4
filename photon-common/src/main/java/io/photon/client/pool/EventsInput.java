// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.client.NewEvent;
import io.photon.client.PhotonException;
import io.photon.result.Failure;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Events as the lines of a body. What cannot be a line is refused here: {@link #refusedAt} tells it when its turn has come.
 * Read by the thread that sends, asked by the one that gets the answers.
 */
final class EventsInput extends InputStream {

    /** This many bytes are taken at once while more events are there. */
    private static final int PIECE = 64 * 1024;

    private record Refusal(long index, Failure failure) {}

    private final Iterator<? extends NewEvent> events;
    private final BooleanSupplier ready;
    private final ObjectMapper mapper;
    private final ConcurrentLinkedQueue<Refusal> refused = new ConcurrentLinkedQueue<>();
    private byte[] piece = new byte[PIECE];
    private int from;
    private int to;
    private long index;

    /** @param ready whether the next event, or the end, is there without a wait */
    EventsInput(Iterator<? extends NewEvent> events, BooleanSupplier ready, ObjectMapper mapper) {
        this.events = events;
        this.ready = ready;
        this.mapper = mapper;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (from == to && !fill()) {
            return -1;
        }
        int n = Math.min(length, to - from);
        System.arraycopy(piece, from, bytes, offset, n);
        from += n;
        return n;
    }

    @Override
    public int read() {
        return from == to && !fill() ? -1 : piece[from++] & 0xff;
    }

    @Override
    public int available() {
        return to - from;
    }

    /** @return false when there are no more events */
    private boolean fill() {
        from = 0;
        to = 0;
        while (to == 0 || to < PIECE && ready.getAsBoolean()) {
            if (!events.hasNext()) {
                break;
            }
            add(events.next());
        }
        return to > 0;
    }

    private void add(NewEvent event) {
        try {
            byte[] line = event.toJson(mapper);
            if (piece.length - to <= line.length) {
                piece = java.util.Arrays.copyOf(piece, to + line.length + PIECE);
            }
            System.arraycopy(line, 0, piece, to, line.length);
            to += line.length;
            piece[to++] = '\n';
        } catch (PhotonException e) {
            refused.add(new Refusal(index, Failure.of(e.kind(), Objects.requireNonNull(e.getMessage()), e.hint())));
        }
        index++;
    }

    /** Why the event of an index was not sent; null when it was, or is still to come. */
    @Nullable Failure refusedAt(long wanted) {
        Refusal next = refused.peek();
        if (next == null || next.index() != wanted) {
            return null;
        }
        refused.remove();
        return next.failure();
    }
}
