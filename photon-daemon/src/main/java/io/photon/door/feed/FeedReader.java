package io.photon.door.feed;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.codec.FailureJson;
import io.photon.result.Failure;
import io.photon.task.Steady;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody connected to a feed: a bounded backlog of lines and a thread that writes them. A full backlog asks
 * for nothing more, so a burst harms nobody; when it is not emptied, or nothing is taken, for too long, the feed ends with
 * a line that says why, behind the line it is in.
 */
final class FeedReader implements Subscriber<byte[]> {

    /** One that waits. @param lease of its memory, or null */
    private record Line(byte[] bytes, Lease lease) {
        void letGo() {
            if (lease != null) {
                lease.close();
            }
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);

    private static final int SEND_BUFFER = 64 << 10;
    private static final int PIECE = 16 << 10;

    private final Socket socket;
    private final long mostBytes;
    private final FeedLimits limits;
    private final Consumer<FeedReader> gone;
    private final Budget budget;
    private final Queue<Line> backlog = new ArrayDeque<>();
    private long backlogBytes;
    private Line lastLine;
    private boolean over;
    private Subscription subscription;
    /** When the write that is under way began, ns; 0 for none. */
    private long writingSince;
    /** Nothing more will come from it; it may read all the same. */
    private boolean inputOver;
    /** Since when more waits than is good, ns; 0 when not. */
    private long fullSince;

    /** @param mostBytes of waiting lines; with that many, nothing more is asked for until all are written */
    FeedReader(Socket socket, long mostBytes, FeedLimits limits, Budget budget, Consumer<FeedReader> gone) {
        this.budget = budget;
        this.socket = socket;
        this.mostBytes = mostBytes;
        this.limits = limits;
        this.gone = gone;
    }

    void start(Publisher<byte[]> lines) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setSendBufferSize(SEND_BUFFER);
        Steady.thread("photon-feed-writer", this::write).start();
        lines.subscribe(this);
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
    public void onNext(byte[] line) {
        boolean more;
        synchronized (this) {
            if (over || lastLine != null) {
                return;
            }
            backlog.add(new Line(line, budget.hold(Use.FEEDS, line.length)));
            backlogBytes += line.length;
            more = backlogBytes < mostBytes && !budget.isTight();
            if (!more) {
                fullSince = System.nanoTime();
            }
            notifyAll();
        }
        if (more) {
            subscription.request(1);
        }
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

    /** Somebody else gets its place. */
    void giveWay() {
        cut(Failure.of(
                Failure.Kind.OVERLOADED,
                "the feed is full, and this end had closed its side of the connection",
                "connect again, and leave both sides open"));
    }

    /** Whether it has closed its side of the connection, or all of it. */
    synchronized boolean hasEnded() {
        return inputOver;
    }

    /** Ends at once with one line. */
    void refuse(Failure why) throws IOException {
        try (socket) {
            socket.getOutputStream().write(line(why));
        }
    }

    /** Ends behind the line that is being written; what waits is dropped, since a gap would not be seen. */
    private synchronized void cut(Failure why) {
        if (over || lastLine != null) {
            return;
        }
        lastLine = new Line(line(why), null);
        dropBacklog();
        if (subscription != null) {
            subscription.cancel();
        }
        notifyAll();
    }

    private void dropBacklog() {
        backlog.forEach(Line::letGo);
        backlog.clear();
        backlogBytes = 0;
    }

    private static byte[] line(Failure why) {
        return (FailureJson.text(why) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void write() {
        try (socket) {
            Steady.thread("photon-feed-watch", this::watch).start();
            OutputStream out = socket.getOutputStream();
            while (true) {
                Line next = take();
                try {
                    put(out, next.bytes());
                } finally {
                    next.letGo();
                }
                if (next == lastLine) {
                    break;
                }
                put(out, new byte[] {'\n'});
                askAgain();
            }
        } catch (IOException e) {
            LOG.debug("a reader of a feed has gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** The next line, or the last one; waits. */
    private synchronized Line take() throws InterruptedException, IOException {
        while (backlog.isEmpty() && lastLine == null && !over) {
            wait();
        }
        if (over) {
            throw new IOException("it has hung up");
        }
        Line line = backlog.poll();
        if (line == null) {
            return lastLine;
        }
        backlogBytes -= line.bytes().length;
        return line;
    }

    /** Whoever has caught up is given more. */
    private void askAgain() {
        synchronized (this) {
            if (fullSince == 0 || !backlog.isEmpty()) {
                return;
            }
            fullSince = 0;
        }
        subscription.request(1);
    }

    private void put(OutputStream out, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at += PIECE) {
            synchronized (this) {
                writingSince = System.nanoTime();
            }
            out.write(bytes, at, Math.min(PIECE, bytes.length - at));
            synchronized (this) {
                writingSince = 0;
            }
        }
    }

    /**
     * A write to a reader that takes nothing returns only when the socket is closed; and one that is gone shows itself,
     * while there is nothing to write, only to whoever reads.
     */
    private void watch() {
        int pauseMs = (int) Math.max(10, Math.min(limits.stuckMs(), limits.lastLineMs()) / 4);
        try {
            socket.setSoTimeout(pauseMs);
            long cutAt = 0;
            while (true) {
                synchronized (this) {
                    if (over) {
                        return;
                    }
                    long now = System.nanoTime();
                    if (isOlder(writingSince, now) || isOlder(fullSince, now)) {
                        cut(Failure.of(
                                Failure.Kind.OVERLOADED,
                                "reads too slowly: " + limits.stuckMs() + " ms did not suffice for what was waiting",
                                "connect again; what was missed is in a replay"));
                    }
                    if (lastLine != null && cutAt == 0) {
                        cutAt = now;
                    }
                    if (cutAt != 0 && now - cutAt > nanos(limits.lastLineMs())) {
                        break;
                    }
                    if (inputOver) {
                        wait(pauseMs);
                    }
                }
                listen();
            }
            socket.close();
        } catch (IOException e) {
            LOG.debug("a reader of a feed has hung up, or its socket did not close cleanly", e);
            hangUp();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hears for a while whether it hangs up; what it says is passed over, and no faster than it is worth. */
    private void listen() throws IOException, InterruptedException {
        synchronized (this) {
            if (inputOver) {
                return;
            }
        }
        try {
            int read = socket.getInputStream().read(new byte[PIECE]);
            synchronized (this) {
                inputOver = read < 0;
                if (!inputOver && !over) {
                    wait(1);
                }
            }
        } catch (SocketTimeoutException e) {
            LOG.trace("a reader of a feed is still there", e);
        }
    }

    private synchronized void hangUp() {
        over = true;
        notifyAll();
    }

    private boolean isOlder(long since, long now) {
        return since != 0 && now - since > nanos(limits.stuckMs());
    }

    private static long nanos(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private void end() {
        Subscription last;
        synchronized (this) {
            over = true;
            dropBacklog();
            last = subscription;
            notifyAll();
        }
        if (last != null) {
            last.cancel();
        }
        gone.accept(this);
    }
}
