// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.budget.Backlogs;
import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.door.http.wire.connection.RequestBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;

/**
 * The way out of a long answer: bytes are put in by any thread (one at a time) and written by the request's I/O thread.
 * It says when it has enough and when it wants more, and so the socket's back-pressure reaches the caller that puts. Idle it
 * holds no buffer. A client that takes nothing for too long is cut off: {@link Backlogs}.
 */
public final class ResponseStream implements Outlet, Backlogs.Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseStream.class);

    private static final int FIRST_CHUNK_BYTES = 4 * 1024;
    private static final int CHUNK_BYTES = 64 * 1024;
    /** A text larger than this is not copied. */
    private static final int LARGE_BYTES = 32 * 1024;

    private static final int WRITE_BYTES = 256 * 1024;
    private static final ThreadLocal<ByteBuffer> PIECE =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(WRITE_BYTES));

    private static final int HIGH_BYTES = 256 * 1024;
    /** The same while all answers together hold much. */
    private static final int TIGHT_BYTES = 16 * 1024;

    private static final int LOW_BYTES = 96 * 1024;
    private static final int TURN_BYTES = 1024 * 1024;
    private static final byte[] NOTHING = {};

    /** Hears, on the I/O thread, how it goes. */
    public interface Listener {
        /** After {@code put} said enough: there is room again. */
        void roomAgain();

        /** The client has gone; nothing more will be written. */
        void broken();

        /** Everything is written, the end included. */
        void finished();
    }

    private final Peer peer;
    private final Listener listener;
    private final Backlogs budget;
    private final long patienceMs;

    // Guarded by this.
    private final Queue<ByteBuffer> queue = new LinkedList<>();
    /** Of the large texts in the queue, in order. */
    private final Queue<Lease> leases = new LinkedList<>();

    private byte[] tail = NOTHING;
    private int tailSize;
    private int nextChunkBytes = FIRST_CHUNK_BYTES;
    private long pending;
    private int width = 1; // the usual marks times this
    /** Of them not in a lease. */
    private long held;

    private boolean enough;
    /** Whether what is put now is counted and sent at the end of {@link #together}. */
    private boolean together;

    private long uncounted;
    /** With as much pending it has enough, during {@link #together}. */
    private long most;

    private boolean scheduled;
    private boolean ending;
    private boolean cutting;
    private boolean closed;

    // The I/O thread's.
    private @Nullable StreamSinkChannel channel;
    private @Nullable ByteBuffer current;
    /** Of the large text that is being written, or null. */
    private @Nullable Lease currentLease;

    private boolean shut;
    private boolean stuck;
    private long stuckSinceNanos;
    private XnioExecutor.@Nullable Key timer;

    /** The answer to a request. */
    public ResponseStream(Call call, Listener listener) {
        this(call.peer(), listener);
        if (RequestBody.isStream(call.exchange())) {
            // It ends alone, and what would tell that in HTTP/1.1, the connection, stays.
            call.exchange().addExchangeCompleteListener((done, next) -> {
                call.onIoSoon(this::breakOff);
                next.proceed();
            });
        }
    }

    public ResponseStream(Peer peer, Listener listener) {
        this.peer = peer;
        this.listener = listener;
        this.budget = peer.outbound().backlogs();
        this.patienceMs = peer.outbound().patienceMs();
    }

    /** Sends the head of the answer even before there is anything to put. */
    public void open() {
        schedule();
    }

    /** Much is to come at once: a fast client is to find the next of it there. Before anything is put. */
    public void widen() {
        width = 2;
    }

    /** Whether the head is sent or about to be. I/O thread only. */
    public boolean isOpen() {
        return channel != null;
    }

    /** When no more is wanted, {@link Listener#roomAgain} will say when it is. */
    @Override
    public boolean put(byte[] before, byte[] text, int offset, int length, byte[] after) {
        int more = before.length + length + after.length;
        boolean wanted;
        synchronized (this) {
            if (closed) {
                return false;
            }
            int byLease = 0;
            copy(before, 0, before.length);
            if (length > Budget.LARGE_BYTES) {
                seal();
                boolean own = text.length <= 2 * length;
                byte[] kept = own ? text : Arrays.copyOfRange(text, offset, offset + length);
                leases.add(budget.holdLarge(Use.ANSWERS, length));
                queue.add(ByteBuffer.wrap(kept, own ? offset : 0, length));
                byLease = length;
            } else if (length > LARGE_BYTES && text.length <= 2 * length) { // else it would keep much more than itself
                seal();
                queue.add(ByteBuffer.wrap(text, offset, length));
            } else {
                copy(text, offset, length);
            }
            copy(after, 0, after.length);
            pending += more;
            wanted = pending < (together ? most : most());
            enough |= !wanted;
            held += more - byLease;
            uncounted += more - byLease;
            if (together) {
                return wanted;
            }
            count();
        }
        budget.shed();
        schedule();
        return wanted;
    }

    /**
     * Puts many texts as one: they are counted and sent together.
     *
     * @param puts puts them, in this thread and without waiting
     * @return whether more is wanted; when not, {@link Listener#roomAgain} will say when it is
     */
    public boolean together(Runnable puts) {
        boolean wanted;
        synchronized (this) {
            together = true;
            most = most();
            try {
                puts.run();
            } finally {
                together = false;
                count();
            }
            wanted = !enough && !closed;
        }
        budget.shed();
        schedule();
        return wanted;
    }

    private long most() {
        return budget.isTight() ? TIGHT_BYTES : HIGH_BYTES * width;
    }

    private void count() {
        budget.hold(Use.ANSWERS, uncounted);
        uncounted = 0;
    }

    @Override
    public boolean put(byte[] text, int offset, int length) {
        return put(NOTHING, text, offset, length, NOTHING);
    }

    @Override
    public synchronized long room() {
        return (together ? most : most()) - pending;
    }

    @Override
    public synchronized boolean isEmpty() {
        return pending == 0;
    }

    /** Writes what is left, then ends the answer as it should end. */
    public void end() {
        synchronized (this) {
            ending = true;
        }
        schedule();
    }

    /** Writes what is left, then cuts the connection, so that no one takes it for the end. */
    public void cut() {
        synchronized (this) {
            cutting = true;
        }
        schedule();
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled || closed) {
                return;
            }
            scheduled = true;
        }
        try {
            peer.ioThread().execute(this::drain);
        } catch (RuntimeException | Error noMemory) { // who gave the piece hears of it
            synchronized (this) {
                scheduled = false;
            }
            throw noMemory;
        }
    }

    private void copy(byte[] from, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (tail.length - tailSize < length) {
            if (tailSize > 0) {
                seal();
                nextChunkBytes = Math.min(CHUNK_BYTES, nextChunkBytes * 4);
            }
            tail = new byte[Math.max(nextChunkBytes, length)];
        }
        System.arraycopy(from, offset, tail, tailSize, length);
        tailSize += length;
    }

    private void seal() {
        if (tailSize > 0) {
            queue.add(ByteBuffer.wrap(tail, 0, tailSize));
            tail = NOTHING;
            tailSize = 0;
        }
    }

    private synchronized void next() {
        closeCurrentLease();
        if (queue.isEmpty()) {
            seal();
        }
        current = queue.poll();
        if (current != null && current.remaining() > Budget.LARGE_BYTES) { // no chunk is as large
            currentLease = leases.poll();
        }
    }

    private void closeCurrentLease() {
        Lease last = currentLease;
        currentLease = null;
        if (last != null) {
            last.close();
        }
    }

    @Override
    public synchronized boolean holdsLarge() {
        return currentLease != null || !leases.isEmpty();
    }

    private void drain() {
        try {
            if (channel == null) {
                channel = peer.channel();
                channel.getWriteSetter().set(ready -> drain());
            }
            int written = 0;
            while (true) {
                if (current == null || !current.hasRemaining()) {
                    next();
                }
                if (current == null) {
                    if (settle()) {
                        return;
                    }
                    continue;
                }
                int n = write(current);
                if (n == 0) {
                    awaitClient();
                    return;
                }
                clientTakes();
                wrote(n);
                written += n;
                if (written > TURN_BYTES) {
                    channel.suspendWrites();
                    peer.ioThread().execute(this::drain); // fair: others wait on this thread
                    return;
                }
            }
        } catch (IOException e) {
            LOG.debug("a client has gone", e);
            breakOff();
        } catch (RuntimeException | Error e) { // an error, too: what it holds has to be given back
            LOG.error("writing an answer failed", e);
            breakOff();
        }
    }

    /**
     * Writes a piece from a buffer of this thread's. The JDK would make that copy anyway, and one as large as the text; and
     * Undertow's connection keeps the last buffer that it was given, for as long as it is open.
     */
    private int write(ByteBuffer bytes) throws IOException {
        ByteBuffer piece = PIECE.get().clear();
        int length = Math.min(piece.capacity(), bytes.remaining());
        piece.put(0, bytes.array(), bytes.arrayOffset() + bytes.position(), length)
                .limit(length);
        int written = channel().write(piece);
        bytes.position(bytes.position() + written);
        return written;
    }

    private void wrote(int n) {
        boolean room;
        synchronized (this) {
            pending -= n;
            if (currentLease == null) {
                held -= n;
                budget.giveBack(Use.ANSWERS, n);
            }
            room = enough && pending <= LOW_BYTES * width;
            if (room) {
                enough = false;
            }
        }
        if (room) {
            listener.roomAgain();
        }
    }

    /** Nothing left to write: flushes, or ends. @return whether this turn is over */
    private boolean settle() throws IOException {
        boolean last;
        boolean cut;
        synchronized (this) {
            if (pending > 0) {
                return false;
            }
            last = ending;
            cut = cutting;
        }
        if (last && !cut && !shut) {
            channel().shutdownWrites();
            shut = true;
        }
        if (!channel().flush()) {
            awaitClient();
            return true;
        }
        clientTakes();
        channel().suspendWrites();
        if (cut || last) {
            synchronized (this) {
                closed = true;
            }
            stopTimer();
            if (cut) {
                peer.close();
            } else {
                peer.ended();
            }
            listener.finished();
            return true;
        }
        synchronized (this) {
            if (pending > 0 || ending || cutting) {
                return false;
            }
            nextChunkBytes = FIRST_CHUNK_BYTES;
            scheduled = false;
            return true;
        }
    }

    private void awaitClient() {
        channel().resumeWrites();
        if (!stuck) {
            stuck = true;
            stuckSinceNanos = System.nanoTime();
            budget.stuck(this);
        }
        if (timer == null) {
            timer = after(patienceMs);
        }
    }

    private void clientTakes() {
        if (stuck) {
            stuck = false;
            budget.moves(this);
        }
    }

    private XnioExecutor.Key after(long millis) {
        return peer.ioThread().executeAfter(this::checkPatience, millis, TimeUnit.MILLISECONDS);
    }

    private void checkPatience() {
        timer = null;
        if (!stuck) {
            return;
        }
        long left = patienceMs - (System.nanoTime() - stuckSinceNanos) / 1_000_000;
        if (left > 0) {
            timer = after(left);
        } else {
            cutOff("took nothing for " + patienceMs + " ms");
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.remove();
            timer = null;
        }
    }

    /** Ends the answer of a client that reads too slowly; it cannot be told, as it reads nothing. Any thread. */
    @Override
    public void cutOff(String why) {
        peer.onIo(() -> {
            LOG.info("cut off {}: the client {}", peer.shown(), why);
            breakOff();
        });
    }

    /** Gives up: the client has gone, or the door closes. I/O thread only. */
    public void breakOff() {
        clientTakes();
        stopTimer();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            budget.giveBack(Use.ANSWERS, held);
            held = 0;
            closeCurrentLease();
            leases.forEach(Lease::close);
            leases.clear();
            queue.clear();
            tail = NOTHING;
            tailSize = 0;
            pending = 0;
        }
        current = null;
        peer.close();
        listener.broken();
    }

    private StreamSinkChannel channel() {
        return Objects.requireNonNull(channel);
    }
}
