// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

import io.photon.codec.FailureJson;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.ScratchBuffer;
import io.photon.door.http.wire.call.Outbound;
import io.photon.door.http.wire.call.Outlet;
import io.photon.door.http.wire.call.Peer;
import io.photon.door.http.wire.call.ResponseStream;
import io.photon.result.Failure;
import io.photon.result.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One WebSocket, after the handshake. Belongs to its I/O thread; {@link #put}, {@link #isEmpty}, {@link #end}, {@link #fail} and
 * {@link #stop} may be called from any thread, texts by one at a time.
 *
 * <p>A peer that is gone without a word is noticed: while nothing else is on its way it gets a ping now and then, and one that
 * sends nothing for long after it is cut off. One that takes nothing is {@link ResponseStream}'s business.
 */
public final class WebSocket
        implements Outlet, Peer, ResponseStream.Listener, FrameReader.Receiver, OpenRequests.Session {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocket.class);
    private static final byte[] NOTHING = {};
    private static final int READS_PER_TURN = 4;
    /** How long a closed one waits for the other side to say that it closes, too. */
    private static final long CLOSE_WAIT_MS = 5_000;

    /**
     * What it is on.
     *
     * @param shown what was asked, and from where
     */
    record Context(HttpSettings.Times times, OpenRequests openRequests, Outbound outbound, String shown) {}

    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final Context context;
    private final SocketSession session;
    private final FrameReader reader;
    private final ResponseStream out;

    /** Answers to pings wait for room, and until then nothing is read. */
    private boolean paused;

    private boolean pinged;
    private long pingedNanos;
    /** Guards that nothing is put after the close frame: texts come from any thread. */
    private final Object order = new Object();

    private volatile boolean closing;
    private boolean peerClosed;
    private boolean written;
    private boolean released;
    private XnioExecutor.@Nullable Key heartbeat;
    private XnioExecutor.@Nullable Key closeTimer;

    WebSocket(StreamConnection connection, Context context, SocketSession session) {
        this.connection = connection;
        this.source = connection.getSourceChannel();
        this.context = context;
        this.session = session;
        this.reader = new FrameReader(this);
        this.out = new ResponseStream(this, this);
    }

    /** On its I/O thread, once. */
    void start() {
        connection.setCloseListener(closed -> onIo(this::release));
        source.getReadSetter().set(ready -> guarded(this::read));
        heartbeat = after(context.times().heartbeatMs(), () -> guarded(this::beat));
        guarded(() -> session.begin(this));
        source.resumeReads();
        source.wakeupReads(); // what came with the request is not announced again
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // an error, too: the other side must hear of it
            LOG.error("{} failed", context.shown(), e);
            close(CloseCode.INTERNAL, "Photon failed: " + Fault.words(e));
        }
    }

    private XnioExecutor.Key after(long millis, Runnable task) {
        return ioThread().executeAfter(task, millis, TimeUnit.MILLISECONDS);
    }

    private void read() {
        try {
            for (int reads = 0; reads < READS_PER_TURN && !paused && !released; reads++) {
                ByteBuffer chunk = ScratchBuffer.take();
                int n = source.read(chunk);
                if (n < 0) {
                    close();
                    return;
                }
                if (n == 0) {
                    source.resumeReads();
                    return;
                }
                pinged = false;
                FrameReader.Violation wrong = reader.read(chunk.flip());
                if (wrong != null) {
                    close(wrong.code(), wrong.reason());
                }
            }
        } catch (IOException e) {
            LOG.debug("a WebSocket broke off", e);
            close();
            return;
        }
        source.suspendReads();
        if (!paused && !released) {
            ioThread().execute(() -> guarded(this::read)); // fair: others wait on this thread
        }
    }

    private void beat() {
        if (released) {
            return;
        }
        heartbeat = after(context.times().heartbeatMs(), () -> guarded(this::beat));
        if (pinged && System.nanoTime() - pingedNanos > context.times().readTimeoutMs() * 1_000_000) {
            LOG.info(
                    "cut off {}: no sign of life for {} ms",
                    shown(),
                    context.times().readTimeoutMs());
            close();
            return;
        }
        if (closing) {
            return;
        }
        session.heartbeat();
        if (!pinged && out.isEmpty()) {
            pinged = true;
            pingedNanos = System.nanoTime();
            frame(Frames.PING, NOTHING);
        }
    }

    private boolean frame(int opcode, byte[] content) {
        return out.put(Frames.head(opcode, content.length), content, 0, content.length, NOTHING);
    }

    /** A message of one text, which must be UTF-8. */
    boolean text(byte[] utf8) {
        return put(utf8, 0, utf8.length);
    }

    @Override
    public boolean put(byte[] text, int offset, int length) {
        return put(NOTHING, text, offset, length, NOTHING);
    }

    @Override
    public boolean put(byte[] before, byte[] text, int offset, int length, byte[] after) {
        if (closing) {
            return false;
        }
        byte[] head = Frames.head(Frames.TEXT, before.length + length + after.length);
        byte[] begin = head;
        if (before.length > 0) {
            begin = ByteBuffer.allocate(head.length + before.length)
                    .put(head)
                    .put(before)
                    .array();
        }
        synchronized (order) {
            return !closing && out.put(begin, text, offset, length, after);
        }
    }

    @Override
    public long room() {
        return out.room();
    }

    @Override
    public boolean isEmpty() {
        return out.isEmpty();
    }

    /** Says that it is over, after everything that was put is taken. */
    void end(String reason) {
        onIo(() -> sayClose(CloseCode.NORMAL, reason));
    }

    /** Says why it cannot go on. */
    void fail(Failure failure) {
        onIo(() -> {
            text(FailureJson.bytes(failure));
            close(CloseCode.of(failure.kind()), failure.message());
        });
    }

    /** Closes, and does not wait long for a client that takes nothing. */
    void close(int code, String reason) {
        onIo(() -> {
            sayClose(code, reason);
            if (closeTimer == null && !released) {
                closeTimer = after(CLOSE_WAIT_MS, this::close);
            }
        });
    }

    private void sayClose(int code, String reason) {
        synchronized (order) {
            if (closing || released) {
                return;
            }
            closing = true;
            frame(Frames.CLOSE, Frames.closing(code, reason));
        }
        out.end();
    }

    @Override
    public void message(byte[] utf8) {
        if (!closing) {
            session.message(utf8);
        }
    }

    @Override
    public void asksForLife(byte[] content) {
        if (!closing && !frame(Frames.PONG, content)) {
            paused = true;
        }
    }

    @Override
    public void closes(int code) {
        peerClosed = true;
        sayClose(code, "");
        if (written) {
            close();
        } else if (closeTimer == null) {
            closeTimer = after(CLOSE_WAIT_MS, this::close);
        }
    }

    @Override
    public void roomAgain() {
        if (paused) {
            paused = false;
            source.wakeupReads();
        }
        if (!closing) {
            guarded(session::roomAgain);
        }
    }

    @Override
    public void broken() {
        release();
    }

    @Override
    public void finished() {
        // ended() has seen to it
    }

    @Override
    public void ended() {
        written = true;
        if (peerClosed) {
            close();
        } else if (closeTimer == null) {
            closeTimer = after(CLOSE_WAIT_MS, this::close);
        }
    }

    @Override
    public StreamSinkChannel channel() {
        return connection.getSinkChannel();
    }

    @Override
    public XnioIoThread ioThread() {
        return connection.getIoThread();
    }

    @Override
    public Outbound outbound() {
        return context.outbound();
    }

    @Override
    public void onIo(Runnable task) {
        if (Thread.currentThread() == ioThread()) {
            task.run();
        } else {
            try {
                ioThread().execute(task);
            } catch (RejectedExecutionException e) {
                LOG.debug("{}: its I/O thread has ended", shown(), e);
                IoUtils.safeClose(connection);
            } catch (RuntimeException | Error noMemory) { // the other side must not wait
                IoUtils.safeClose(connection);
                throw noMemory;
            }
        }
    }

    /** Does something that may wait for the disk. */
    void onWorker(Runnable task) {
        connection.getWorker().execute(() -> guarded(task));
    }

    @Override
    public String shown() {
        return context.shown();
    }

    @Override
    public void close() {
        IoUtils.safeClose(connection);
        release();
    }

    private void release() {
        if (released) {
            return;
        }
        released = true;
        closing = true;
        for (XnioExecutor.Key timer : new XnioExecutor.Key[] {heartbeat, closeTimer}) {
            if (timer != null) {
                timer.remove();
            }
        }
        context.openRequests().readerEnded(this);
        out.breakOff(); // gives back what waited
        session.gone();
    }

    /** The door closes. */
    @Override
    public void stop() {
        close(CloseCode.GOING_AWAY, "Photon is stopping");
    }
}
