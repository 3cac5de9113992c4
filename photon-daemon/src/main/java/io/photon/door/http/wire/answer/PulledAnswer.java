// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import io.photon.api.Download;
import io.photon.codec.FailureJson;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.ResponseStream;
import io.photon.edn.JsonToEdn;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.undertow.util.Headers;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A long answer pulled chunk by chunk from something that may wait for the disk: a worker thread makes the next chunk
 * only when the socket has taken most of the last, so a slow client holds no thread. A failure before the first chunk is
 * answered as such; one after it is the last line, and the connection is cut, unless the
 * client would rather look at that line: {@link Preference}.
 */
public final class PulledAnswer implements ResponseStream.Listener, OpenRequests.Session {

    private static final Logger LOG = LoggerFactory.getLogger(PulledAnswer.class);

    private static final byte[] NOTHING = {};
    private static final byte[] LINE_END = {'\n'};

    private final Call call;
    private final Download source;
    private final String contentType;
    /** Null when the answer stays as it is. */
    private final @Nullable JsonToEdn edn;

    private final OpenRequests openRequests;
    private final Executor pullers;
    private final ResponseStream out;
    private volatile boolean begun;
    private volatile boolean over;

    // The I/O thread's.
    private boolean pulling;
    /** There is room again, while the last chunk was still being pulled. */
    private boolean roomCame;

    private boolean closed;

    /**
     * Begins one that is pulled on the door's own worker threads. From now on the source is closed in any case. Any thread.
     *
     * @param source closed with the answer
     * @param head runs on the I/O thread, before anything is sent
     */
    public static void begin(Call call, Download source, String contentType, OpenRequests openRequests, Runnable head) {
        begin(call, source, contentType, openRequests, call::onWorker, head);
    }

    /** The same. @param pullers of threads that may wait as long as the source takes */
    public static void begin(
            Call call,
            Download source,
            String contentType,
            OpenRequests openRequests,
            Executor pullers,
            Runnable head) {
        try {
            PulledAnswer answer = new PulledAnswer(call, source, contentType, openRequests, pullers);
            call.onIo(() -> call.guarded(() -> answer.start(head)));
        } catch (RuntimeException | Error e) { // there may be no memory for it
            source.close();
            throw e;
        }
    }

    private PulledAnswer(Call call, Download source, String contentType, OpenRequests openRequests, Executor pullers) {
        this.pullers = pullers;
        this.call = call;
        this.source = source;
        this.edn = contentType.equals(Call.JSON) && ContentTypes.wantsEdn(call) ? new JsonToEdn() : null;
        this.contentType = edn == null ? contentType : ContentTypes.EDN;
        this.openRequests = openRequests;
        this.out = new ResponseStream(call, this);
    }

    private void start(Runnable head) {
        try {
            head.run();
            openRequests.opened(this);
            pull();
        } catch (RuntimeException | Error e) {
            over = true;
            release();
            throw e;
        }
    }

    private void pull() {
        if (over || pulling) {
            return;
        }
        pulling = true;
        try {
            pullers.execute(() -> call.guarded(this::pullOnWorker));
        } catch (RejectedExecutionException | VirtualMachineError busy) { // there may be no thread for it
            fail(Failure.of(
                    Failure.Kind.OVERLOADED, "too much is being answered at the moment", "try again in a moment"));
        }
    }

    private void pullOnWorker() {
        try {
            pullWhileWanted();
        } catch (RuntimeException | Error e) { // an error, too: the source has to be closed
            LOG.error("{} failed", call.exchange().getRequestURI(), e);
            onIo(() -> fail(Failure.of(
                    Failure.Kind.INTERNAL,
                    "Photon failed: " + Fault.words(e),
                    "this is a fault of Photon's; see its log")));
        }
    }

    private void pullWhileWanted() {
        boolean wanted = true;
        while (wanted && !over) {
            Result<Optional<byte[]>> next = source.next();
            if (next instanceof Result.Err<Optional<byte[]>> err) {
                onIo(() -> fail(err.failure()));
                return;
            }
            Optional<byte[]> chunk = next.value();
            if (chunk.isEmpty()) {
                onIo(this::complete);
                return;
            }
            if (!begun) {
                begun = true;
                onIo(this::begin);
            }
            byte[] bytes = edn == null ? chunk.get() : edn.next(chunk.get(), 0, chunk.get().length);
            wanted = out.put(bytes, 0, bytes.length);
        }
        boolean more = wanted;
        onIo(() -> {
            pulling = false;
            if (over) {
                release();
            } else if (more || roomCame) {
                roomCame = false;
                pull();
            }
        });
    }

    /** The next step, on the I/O thread. When it fails the answer is over: no one else would close the source. */
    private void onIo(Runnable step) {
        call.onIo(() -> call.guarded(() -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                over = true;
                if (!pulling) {
                    release();
                }
                throw e;
            }
        }));
    }

    private void begin() {
        if (!out.isOpen()) {
            call.exchange().getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
        }
    }

    private void complete() {
        pulling = false;
        if (over) { // broken or stopped while this was on its way: no one else closes the source
            release();
            return;
        }
        over = true;
        begin();
        out.end();
    }

    private void fail(Failure failure) {
        pulling = false;
        if (over) {
            release();
            return;
        }
        over = true;
        if (begun) {
            byte[] json = FailureJson.bytes(failure);
            out.put(NOTHING, json, 0, json.length, LINE_END);
            Preference.endFailed(out, call, contentType);
        } else {
            release();
            call.answer(failure);
        }
    }

    @Override
    public void roomAgain() {
        if (pulling) {
            roomCame = true;
        } else {
            pull();
        }
    }

    @Override
    public void broken() {
        over = true;
        if (!pulling) {
            release();
        }
    }

    @Override
    public void finished() {
        release();
    }

    /** The door closes. */
    @Override
    public void stop() {
        call.onIo(() -> {
            if (!over) {
                over = true;
                if (begun) {
                    byte[] json = FailureJson.bytes(
                            Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "ask again after its restart"));
                    out.put(NOTHING, json, 0, json.length, LINE_END);
                    Preference.endFailed(out, call, contentType);
                } else {
                    call.close();
                    broken();
                }
            }
        });
    }

    private void release() {
        if (!closed) {
            closed = true;
            source.close();
            openRequests.ended(this);
        }
    }
}
