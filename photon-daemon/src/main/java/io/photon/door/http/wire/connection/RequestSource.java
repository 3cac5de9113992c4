// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.Repeatable;
import io.photon.door.http.wire.RequestFacts;
import io.photon.result.Failure;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/**
 * What comes over a connection, before Undertow reads it. Empty lines between two requests are skipped (RFC 9112, 2.2:
 * some clients end a body with one). A body that cannot be right, or is cut, becomes a fault to be answered: Undertow
 * would close the connection without a word. On the connection's I/O thread.
 */
final class RequestSource extends CheckedConduit implements RequestBody {

    private static final int MAX_SKIPPED = 16;
    /** Enough to find out why a parser refuses a head, and to know most heads again. */
    private static final int MAX_KEPT = 1_024;
    /** How often the reader of a faulty body hears that there is nothing yet, before it hears that there is an end. */
    private static final int GRACE = 4;

    private boolean awaitsHead = true;
    private boolean headBegun;
    private int skipped;
    private final byte[] begin = new byte[MAX_KEPT];
    private int begun;
    private long headBytes;
    private int headLines;
    private final int maxHeadBytes;

    private boolean inBody;
    private @Nullable ChunkCheck chunks;
    private @Nullable Failure fault;
    private int told;
    private final long maxUploadBytes;
    /** Of the body, its chunks' sizes and what came with the head left out. */
    private long uploaded;

    /** Null where input may wait that no selector sees. */
    private @Nullable RepeatedRequests repeated;

    private boolean stalled;

    private boolean lazy;
    /** Whether input is to be told of. */
    private volatile boolean wanted;

    /** What was read when only the end was looked for; a byte of the next request. */
    private final ByteBuffer early = ByteBuffer.allocate(1).flip();

    /** @param limits of a head, and of a body in chunks; what is announced is looked at elsewhere */
    RequestSource(StreamSourceConduit next, HttpSettings.Limits limits) {
        super(next);
        this.maxUploadBytes = limits.maxUploadBytes();
        this.maxHeadBytes = limits.maxHeadBytes();
    }

    /** From now on requests that begin with the head of one that was answered go this way. */
    void shortWay(RepeatedRequests way) {
        repeated = way;
    }

    @Override
    public void learn(HttpServerExchange exchange, ObjIntConsumer<String> over) {
        RequestFacts facts = RequestFacts.of(exchange);
        Repeatable repeatable = facts.repeatable();
        String question = facts.question();
        boolean isWell = exchange.getStatusCode() == StatusCodes.OK && exchange.isPersistent();
        if (repeated != null && repeatable != null && question != null && isWell && repeated.learns()) {
            repeated.learn(RepeatedHead.of(begin, begun), repeatable, question, over);
        }
    }

    /**
     * From now on the selector goes on looking for input when reading is suspended, until some comes. Undertow suspends reading at each
     * request's end and resumes it after the answer; where that takes longer than a turn of the I/O thread, each of them
     * would be a call of the system, and most clients send nothing before they have the answer.
     *
     * @param heard hears of input while reading is not suspended
     */
    void suspendLazily(ReadReadyHandler heard) {
        lazy = true;
        setReadReadyHandler(heard);
    }

    @Override
    public void suspendReads() {
        wanted = false;
        if (!lazy) {
            next.suspendReads();
        }
    }

    @Override
    public void resumeReads() {
        wanted = true;
        if (!stalled && (!lazy || !next.isReadResumed())) {
            next.resumeReads();
        }
    }

    @Override
    public void wakeupReads() {
        wanted = true;
        next.wakeupReads();
    }

    @Override
    public boolean isReadResumed() {
        return (!lazy || wanted) && next.isReadResumed();
    }

    @Override
    public void setReadReadyHandler(ReadReadyHandler handler) {
        next.setReadReadyHandler(lazy ? new WhenWanted(handler) : handler);
    }

    private final class WhenWanted implements ReadReadyHandler {
        private final ReadReadyHandler heard;

        WhenWanted(ReadReadyHandler heard) {
            this.heard = heard;
        }

        @Override
        public void readReady() {
            if (wanted) {
                heard.readReady();
            } else {
                next.suspendReads();
            }
        }

        @Override
        public void forceTermination() {
            heard.forceTermination();
        }

        @Override
        public void terminated() {
            heard.terminated();
        }
    }

    /** Whether no request is under way, so that what is written is a refusal by the parser. */
    boolean awaitsHead() {
        return awaitsHead;
    }

    /** Why the parser has refused the head that is being read. */
    HeadFault headFault() {
        return HeadFault.of(
                new String(begin, 0, begun, StandardCharsets.ISO_8859_1), headBytes, headLines, maxHeadBytes);
    }

    @Override
    public @Nullable Failure fault() {
        return fault;
    }

    @Override
    public void passRest() {
        if (fault != null && fault.kind() == Failure.Kind.TOO_LARGE) {
            fault = null;
            uploaded = Long.MIN_VALUE;
        }
    }

    @Override
    public void requestBegun(HttpServerExchange exchange, boolean chunked) {
        awaitsHead = false;
        inBody = !exchange.isRequestComplete();
        fault = null;
        told = 0;
        uploaded = 0;
        if (inBody && chunked) {
            chunks = new ChunkCheck(maxHeadBytes);
            PooledByteBuffer extra = ((AbstractServerConnection) exchange.getConnection()).getExtraBytes();
            if (extra != null) {
                ByteBuffer bytes = extra.getBuffer();
                chunks.read(bytes, bytes.position(), bytes.limit());
                noteFault();
            }
        }
    }

    /** The next thing is another request's head; its beginning may have come already. */
    @Override
    public void requestEnded(HttpServerExchange exchange) {
        awaitsHead = true;
        headBegun = false;
        skipped = 0;
        begun = 0;
        headBytes = 0;
        headLines = 0;
        inBody = false;
        chunks = null;
        AbstractServerConnection connection = (AbstractServerConnection) exchange.getConnection();
        PooledByteBuffer extra = connection.getExtraBytes();
        if (extra != null) {
            ByteBuffer bytes = extra.getBuffer();
            while (bytes.hasRemaining() && isSkipped(bytes.get(bytes.position()))) {
                bytes.get();
            }
            if (!bytes.hasRemaining()) {
                connection.setExtraBytes(null);
                extra.close();
            } else {
                remember(bytes, bytes.position(), bytes.limit());
            }
        }
    }

    private boolean isSkipped(byte b) {
        if (!headBegun && (b == '\r' || b == '\n') && skipped < MAX_SKIPPED) {
            skipped++;
            return true;
        }
        headBegun = true;
        return false;
    }

    private void remember(ByteBuffer bytes, int from, int to) {
        int kept = Math.min(to - from, MAX_KEPT - begun);
        bytes.get(from, begin, begun, kept);
        begun += kept;
        headBytes += to - from;
        for (int i = from; i < to; i++) {
            headLines += bytes.get(i) == '\n' ? 1 : 0;
        }
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (fault != null) {
            return told++ < GRACE ? 0 : -1;
        }
        if (repeated != null && repeated.isPending()) {
            stall(repeated);
            return 0;
        }
        int from = dst.position();
        int n = readNext(dst);
        if (n < 0 && inBody) {
            fault = Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "the request ended in the middle of its body",
                    "send all of it, as long as its Content-Length or its chunks say");
            return 0;
        }
        if (n <= 0) {
            return n;
        }
        if (repeated != null && awaitsHead && begun == 0 && skipped == 0 && repeated.take(dst, from, dst.position())) {
            dst.position(from);
            return 0;
        }
        return awaitsHead ? readHead(dst, from) : chunks != null ? readChunks(dst, from) : n;
    }

    /** The client has sent more before it has its answer: that is read after the answer. */
    private void stall(RepeatedRequests way) {
        if (!stalled) {
            stalled = true;
            next.suspendReads();
            way.afterwards(() -> {
                stalled = false;
                if (wanted) {
                    next.resumeReads();
                }
            });
        }
    }

    private int readNext(ByteBuffer dst) throws IOException {
        if (early.hasRemaining() && dst.hasRemaining()) {
            dst.put(early);
            return 1;
        }
        return next.read(dst);
    }

    @Override
    public boolean isClientGone() {
        if (early.hasRemaining()) {
            return false;
        }
        early.clear();
        try {
            return next.read(early) < 0;
        } catch (IOException e) {
            return true; // reset
        } finally {
            early.flip();
        }
    }

    private int readHead(ByteBuffer dst, int from) {
        int to = dst.position();
        int start = from;
        while (start < to && isSkipped(dst.get(start))) {
            start++;
        }
        remember(dst, start, to);
        if (start > from) {
            for (int i = start; i < to; i++) {
                dst.put(from + i - start, dst.get(i));
            }
            dst.position(from + to - start);
        }
        return to - start;
    }

    private int readChunks(ByteBuffer dst, int from) {
        int right = chunks().read(dst, from, dst.position());
        dst.position(right);
        noteFault();
        uploaded += right - from;
        if (fault == null && uploaded > maxUploadBytes) {
            fault = Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the body has more than " + maxUploadBytes + " bytes",
                    "send less at once, or raise rest.max-upload");
        }
        return right - from;
    }

    private void noteFault() {
        String wrong = chunks().fault();
        if (wrong != null) {
            fault = Failure.of(
                    Failure.Kind.BAD_INPUT,
                    wrong,
                    "send each chunk as its length in hexadecimal, CR LF, that many bytes, CR LF");
        }
    }

    private ChunkCheck chunks() {
        return Objects.requireNonNull(chunks);
    }
}
