// SPDX-License-Identifier: Apache-2.0
package io.photon.door.feed;

import io.photon.budget.Backlogs;
import io.photon.codec.FailureJson;
import io.photon.result.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedList;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Someone connected to a feed: a bounded backlog of lines, and no thread. A full backlog asks for nothing more, so a
 * burst does no harm; when it is not emptied, or nothing is taken, for too long, the feed ends with a line that says why,
 * after the line it is in. Lines come on any thread; the socket belongs to the feed's own.
 */
final class FeedReader implements Subscriber<Text>, Backlogs.Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);

    /** What one reader is sent before it is the others' turn. */
    private static final int TURN_BYTES = 256 << 10;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final long mostBytes;
    private final FeedLimits limits;
    private final Consumer<FeedReader> ready;
    private final Backlogs backlogs;

    // Guarded by this.
    private final Queue<Line> backlog = new LinkedList<>();
    private long backlogBytes;
    private @Nullable Line lastLine;
    private boolean over;
    private boolean scheduled;
    /** Whether it ends in the middle of a line rather than after it. */
    private boolean breaksOff;

    private @Nullable Subscription subscription;
    /** Since when more waits than is good, ns; 0 when not. */
    private long fullSince;

    /** The line that is being written. */
    private @Nullable Line current;

    // The feed's thread's.
    /** How much of it is written, its end included. */
    private int written;
    /** Since when the socket takes nothing, ns; 0 when it does. */
    private long stuckSince;
    /** Nothing more will come from it; it may read all the same. */
    private boolean inputOver;

    private long cutAt;

    /**
     * @param key of the channel with the feed's selector
     * @param mostBytes of waiting lines; with that many, nothing more is asked for until all are written
     * @param ready is told that there is something to write; any thread
     */
    FeedReader(
            SocketChannel channel,
            SelectionKey key,
            long mostBytes,
            FeedLimits limits,
            Backlogs backlogs,
            Consumer<FeedReader> ready) {
        this.channel = channel;
        this.key = key;
        this.mostBytes = mostBytes;
        this.limits = limits;
        this.backlogs = backlogs;
        this.ready = ready;
    }

    @Override
    public void onSubscribe(Subscription given) {
        synchronized (this) {
            subscription = given;
            if (over) {
                given.cancel();
                return;
            }
        }
        given.request(1);
    }

    @Override
    public void onNext(Text text) {
        boolean more;
        synchronized (this) {
            if (over || lastLine != null) {
                return;
            }
            backlog.add(Line.of(text, backlogs));
            backlogBytes += text.length();
            more = backlogBytes < mostBytes && !backlogs.isTight();
            if (!more) {
                fullSince = System.nanoTime();
            }
        }
        schedule();
        backlogs.shed();
        if (more) {
            Objects.requireNonNull(subscription).request(1);
        }
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled || over) {
                return;
            }
            scheduled = true;
        }
        ready.accept(this);
    }

    @Override
    public void onError(Throwable error) {
        cut(Failure.of(Failure.Kind.INTERNAL, "the feed failed: " + error.getMessage(), "connect again"));
    }

    @Override
    public void onComplete() {
        stop();
    }

    /** Photon is stopping. */
    void stop() {
        cut(Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "connect again after its restart"));
    }

    /** Someone else gets its place. */
    void giveWay() {
        cut(Failure.of(
                Failure.Kind.OVERLOADED,
                "the feed is full, and this end had closed its side of the connection",
                "connect again, and leave both sides open"));
    }

    /** Its memory is needed: the line it is in breaks off. */
    @Override
    public void cutOff(String why) {
        synchronized (this) {
            breaksOff = true;
        }
        cut(tooSlow(why));
    }

    private static Failure tooSlow(String why) {
        return Failure.of(Failure.Kind.OVERLOADED, why, "connect again; what was missed is in a replay");
    }

    @Override
    public synchronized boolean holdsLarge() {
        return current != null && current.isLarge() || backlog.stream().anyMatch(Line::isLarge);
    }

    /** Whether it gets no more than its last line. */
    synchronized boolean isLeaving() {
        return over || lastLine != null;
    }

    /** Whether it has closed its side of the connection. The feed's thread only. */
    boolean hasEnded() {
        return inputOver;
    }

    /** Ends after the line that is being written; what waits is dropped, since a gap would not be seen. */
    private void cut(Failure why) {
        Subscription last;
        synchronized (this) {
            if (over || lastLine != null) {
                return;
            }
            lastLine = new Line(text(why));
            dropBacklog();
            last = subscription;
        }
        if (last != null) {
            last.cancel();
        }
        schedule();
    }

    private void dropBacklog() {
        backlog.forEach(Line::release);
        backlog.clear();
        backlogBytes = 0;
    }

    /** A failure as a line without its end. */
    static byte[] text(Failure why) {
        return FailureJson.text(why).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes what the socket takes. The feed's thread only.
     *
     * @param buffer to write from
     * @return whether the reader has gone, or has been told everything
     */
    boolean write(ByteBuffer buffer) {
        synchronized (this) {
            scheduled = false;
        }
        try {
            int sent = 0;
            while (sent < TURN_BYTES) {
                Line line = line();
                if (line == null) {
                    awaitRoom(false);
                    return false;
                }
                fill(buffer.clear(), line);
                int n = channel.write(buffer.flip());
                written += n;
                sent += n;
                if (n > 0) {
                    moves();
                }
                if (buffer.hasRemaining()) {
                    awaitRoom(true);
                    return false;
                }
                if (written > line.length() && wrote(line)) {
                    return true;
                }
            }
            schedule(); // fair: others wait on this thread
            return false;
        } catch (IOException | CancelledKeyException e) {
            LOG.debug("a reader of a feed has gone", e);
            return true;
        }
    }

    private synchronized @Nullable Line line() {
        if (breaksOff && current != null && current != lastLine) {
            current.release();
            current = null;
            if (written > 0) {
                lastLine = Objects.requireNonNull(lastLine).onALineOfItsOwn(); // which says why it breaks off
                written = 0;
            }
        }
        if (current == null) {
            current = backlog.poll();
            if (current != null) {
                backlogBytes -= current.length();
            } else {
                current = lastLine;
            }
        }
        return current;
    }

    private void fill(ByteBuffer buffer, Line line) {
        int piece = Math.min(buffer.capacity() - 1, line.length() - written);
        buffer.put(line.array(), line.offset() + written, piece);
        if (written + piece == line.length()) {
            buffer.put((byte) '\n');
        }
    }

    /** A line is on its way, and readers that have caught up are given more. @return whether it was the last one */
    private boolean wrote(Line line) {
        written = 0;
        boolean isLast;
        boolean ask;
        synchronized (this) {
            current = null;
            line.release();
            isLast = line == lastLine;
            ask = !isLast && fullSince != 0 && backlog.isEmpty();
            if (ask) {
                fullSince = 0;
            }
        }
        if (ask) {
            Objects.requireNonNull(subscription).request(1);
        }
        return isLast;
    }

    private void awaitRoom(boolean wanted) {
        key.interestOps((inputOver ? 0 : SelectionKey.OP_READ) | (wanted ? SelectionKey.OP_WRITE : 0));
        if (wanted && stuckSince == 0) {
            stuckSince = System.nanoTime();
            backlogs.stuck(this);
        }
    }

    private void moves() {
        if (stuckSince != 0) {
            stuckSince = 0;
            backlogs.moves(this);
        }
    }

    /**
     * What it says is passed over; a reader that has gone shows itself so, while there is nothing to write. The feed's
     * thread only.
     *
     * @return whether it has gone
     */
    boolean read(ByteBuffer buffer) {
        try {
            if (channel.read(buffer.clear()) < 0) {
                inputOver = true;
                key.interestOps(key.interestOps() & ~SelectionKey.OP_READ);
            }
            return false;
        } catch (IOException | CancelledKeyException e) {
            LOG.debug("a reader of a feed has hung up", e);
            return true;
        }
    }

    /**
     * Cuts it off when it has taken nothing for too long. The feed's thread only, again and again.
     *
     * @return whether it has had its time for the last line, too
     */
    boolean look(long now) {
        boolean isCut;
        boolean isLate;
        synchronized (this) {
            isCut = lastLine != null;
            isLate = isOlder(stuckSince, now) || isOlder(fullSince, now);
        }
        if (!isCut && isLate) {
            cut(tooSlow("reads too slowly: " + limits.stuckMs() + " ms did not suffice for what was waiting"));
        } else if (isCut && cutAt == 0) {
            cutAt = now;
        }
        return cutAt != 0 && now - cutAt > nanos(limits.lastLineMs());
    }

    private boolean isOlder(long since, long now) {
        return since != 0 && now - since > nanos(limits.stuckMs());
    }

    private static long nanos(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    /** Lets go of everything. The feed's thread only. */
    void end() {
        Subscription last;
        synchronized (this) {
            over = true;
            dropBacklog();
            if (current != null) {
                current.release();
                current = null;
            }
            last = subscription;
        }
        backlogs.moves(this);
        if (last != null) {
            last.cancel();
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("the socket of a reader did not close cleanly", e);
        }
    }
}
