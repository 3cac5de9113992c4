// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.Upload;
import io.photon.codec.FailureJson;
import io.photon.codec.FailureStatus;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.RequestBodyReader;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body on its way into an upload. It is read on the I/O thread and fed on a worker, a piece at a time, so that a slow
 * client holds no thread; a client that vanishes leaves nothing.
 */
final class UploadTransfer implements RequestBodyReader.Receiver, OpenRequests.Session {

    private static final Logger LOG = LoggerFactory.getLogger(UploadTransfer.class);

    /**
     * Where it happens.
     *
     * @param word what is uploaded, e.g. {@code restore}
     * @param line the one that the upload's failure is about, from 1, else 0
     */
    record Target(String word, HttpSettings.Times times, OpenRequests openRequests, LongSupplier line) {}

    private static final int PIECE_BYTES = 256 * 1024;

    private final Call call;
    private final Upload upload;
    private final Target target;
    private final RequestBodyReader reader;
    /** One is filled while the other is fed. */
    private byte[] filling = new byte[PIECE_BYTES];

    private byte[] spare = new byte[PIECE_BYTES];
    private int filled;
    private boolean feeding;
    private boolean ended;
    private boolean over;
    /** Told once the worker is done with the upload; null for nothing. */
    private @Nullable Failure late;

    private final AtomicBoolean closed = new AtomicBoolean();

    private UploadTransfer(Call call, Upload upload, Target target) {
        this.call = call;
        this.upload = upload;
        this.target = target;
        this.reader = new RequestBodyReader(call, this);
    }

    /** Begins to read the body, on its I/O thread; from now on the upload is closed in any case. Any thread. */
    static void begin(Call call, Upload upload, Target target) {
        try {
            UploadTransfer transfer = new UploadTransfer(call, upload, target);
            call.onIo(() -> call.guarded(transfer::start));
        } catch (RuntimeException | Error noMemory) { // for the pieces
            upload.close();
            throw noMemory;
        }
    }

    private void start() {
        try {
            target.openRequests().opened(this);
            reader.start();
        } catch (RuntimeException | Error e) {
            over = true;
            release();
            throw e;
        }
    }

    @Override
    public void bytes(ByteBuffer chunk) {
        int n = chunk.remaining();
        chunk.get(filling, filled, n); // a read is at most half a piece
        filled += n;
        if (filled > PIECE_BYTES / 2) {
            feed();
        }
    }

    private void feed() {
        if (feeding) {
            reader.pause();
            return;
        }
        if (filled == 0 && !ended) {
            return;
        }
        feeding = true;
        byte[] piece = filling;
        int length = filled;
        boolean last = ended;
        filling = spare;
        spare = piece;
        filled = 0;
        call.onWorker(() -> feedOnWorker(piece, length, last));
    }

    private void feedOnWorker(byte[] piece, int length, boolean last) {
        Optional<Failure> wrong;
        Result<Map<String, Object>> done = null;
        boolean finishing = false;
        try {
            wrong = length == 0 ? Optional.empty() : upload.feed(piece, 0, length);
            if (wrong.isEmpty() && last) {
                finishing = true;
                call.handOver();
                done = upload.finish();
            }
        } catch (RuntimeException | Error e) { // an error, too: the upload has to be closed
            LOG.error("a {} failed", target.word(), e);
            wrong = Optional.of(failure(e, finishing));
        }
        if (wrong.isPresent() || done != null) { // before the answer: who has it may begin the next one
            Steady.run("closing an upload", this::closeUpload); // it changes nothing of what is stored
        }
        Optional<Failure> failure = wrong;
        Result<Map<String, Object>> result = done;
        call.onIo(() -> call.guarded(() -> fed(failure, result)));
    }

    /** @param finishing whether it was asked to store what was sent */
    private Failure failure(Throwable fault, boolean finishing) {
        String what = "the " + target.word() + " failed: " + Fault.words(fault);
        return finishing
                ? Failure.outcomeUnknown(what, "look what is stored before you send it again; see the daemon's log")
                : Failure.of(Failure.Kind.INTERNAL, what, "nothing was stored; see the daemon's log");
    }

    private void fed(Optional<Failure> wrong, @Nullable Result<Map<String, Object>> done) {
        feeding = false;
        if (over && late != null) {
            closeAndAnswer(late);
        } else if (over) {
            release();
        } else if (wrong.isPresent()) {
            refuse(wrong.get());
        } else if (done != null) {
            over = true;
            release();
            if (done instanceof Result.Ok<Map<String, Object>> ok) {
                call.answer(200, RestoreEndpoint.json(ok.value()));
            } else {
                answer(done.failure());
            }
        } else {
            if (ended || filled > PIECE_BYTES / 2) {
                feed();
            }
            reader.resume();
        }
    }

    @Override
    public void end() {
        ended = true;
        if (!feeding) {
            feed();
        }
    }

    @Override
    public void broken(Failure failure) {
        if (call.isAnswerable()) {
            refuse(failure);
        } else {
            over = true;
            call.close();
            release();
        }
    }

    @Override
    public long patienceMs() {
        return target.times().readTimeoutMs();
    }

    private void refuse(Failure failure) {
        over = true;
        reader.stop();
        if (feeding) {
            late = failure;
        } else {
            closeAndAnswer(failure);
        }
    }

    /** In this order: who has the answer may begin the next upload. */
    private void closeAndAnswer(Failure failure) {
        call.onWorker(() -> {
            closeUpload();
            call.onIo(() -> call.guarded(() -> {
                target.openRequests().ended(this);
                answer(failure);
            }));
        });
    }

    private void answer(Failure failure) {
        long line = target.line().getAsLong();
        if (line > 0) {
            call.answer(FailureStatus.of(failure.kind()), FailureJson.bytes(failure, line));
        } else {
            call.answer(failure);
        }
    }

    private void release() {
        if (!feeding) {
            target.openRequests().ended(this);
            call.onWorker(this::closeUpload);
        }
    }

    private void closeUpload() {
        if (closed.compareAndSet(false, true)) {
            upload.close();
        }
    }

    @Override
    public void stop() {
        call.onIo(() -> {
            if (!over && !ended) {
                refuse(Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "nothing was stored; send it again"));
            }
        });
    }
}
