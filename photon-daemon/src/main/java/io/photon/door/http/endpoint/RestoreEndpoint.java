package io.photon.door.http.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.api.PhotonApi;
import io.photon.api.Upload;
import io.photon.budget.Budget;
import io.photon.door.http.wire.Call;
import io.photon.door.http.wire.ContentTypes;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.RequestBodyReader;
import io.photon.door.http.wire.RequestMemory;
import io.photon.door.http.wire.Target;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * POST {@code /api/restore}: a backup's bytes in. They are read on the I/O thread and fed on a worker, a piece at a time,
 * so that a slow client holds no thread; a client that vanishes leaves nothing behind.
 */
public final class RestoreEndpoint implements Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreEndpoint.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final PhotonApi api;
    private final HttpSettings settings;
    private final Budget budget;
    private final OpenRequests openRequests;

    public RestoreEndpoint(PhotonApi api, HttpSettings settings, Budget budget, OpenRequests openRequests) {
        this.api = api;
        this.settings = settings;
        this.budget = budget;
        this.openRequests = openRequests;
    }

    @Override
    public void handle(Call call) {
        Optional<Failure> refused = ContentTypes.refuseUnlessLines(call).or(() -> refuseEmptyUntil(call));
        if (refused.isPresent()) {
            call.answer(refused.get());
            return;
        }
        // For the line that is read, and the stored one it is compared with.
        RequestMemory.require(call, budget, settings.limits().maxLineBytes(), () -> begin(call));
    }

    /** An {@code until=$DAY} whose variable is empty would restore everything. */
    private static Optional<Failure> refuseEmptyUntil(Call call) {
        return "".equals(call.target().query().get("until"))
                ? Optional.of(Failure.of(
                        Failure.Kind.BAD_INPUT, "until is empty", "give an order-id or a time, or leave until out"))
                : Optional.empty();
    }

    private void begin(Call call) {
        call.onWorker(() -> {
            Target target = call.target();
            Result<Upload> begun = api.restore(
                    call.caller(),
                    target.flag("dry-run"),
                    target.param("until"),
                    target.flag("as-new"),
                    target.flag("allow-incomplete"));
            if (begun instanceof Result.Err<Upload> err) {
                call.answer(err.failure());
            } else {
                Transfer transfer = new Transfer(call, begun.value());
                call.onIo(() -> call.guarded(transfer::start));
            }
        });
    }

    private final class Transfer implements RequestBodyReader.Receiver, OpenRequests.Session {
        private static final int PIECE_BYTES = 256 * 1024;

        private final Call call;
        private final Upload restore;
        private final RequestBodyReader reader;
        /** One is filled while the other is fed. */
        private byte[] filling = new byte[PIECE_BYTES];

        private byte[] spare = new byte[PIECE_BYTES];
        private int filled;
        private boolean feeding;
        private boolean ended;
        private boolean over;
        private final AtomicBoolean closed = new AtomicBoolean();

        Transfer(Call call, Upload restore) {
            this.call = call;
            this.restore = restore;
            this.reader = new RequestBodyReader(call, this);
        }

        void start() {
            openRequests.opened(this);
            reader.start();
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
            try {
                wrong = length == 0 ? Optional.empty() : restore.feed(piece, 0, length);
                if (wrong.isEmpty() && last) {
                    done = restore.finish();
                }
            } catch (RuntimeException | Error e) { // an error, too: the restore has to be let go
                LOG.error("a restore failed", e);
                wrong = Optional.of(
                        Failure.of(Failure.Kind.INTERNAL, "the restore failed: " + Fault.words(e), "see the log"));
            }
            if (wrong.isPresent() || done != null) {
                closeRestore(); // before the answer: who has it may begin the next restore
            }
            Optional<Failure> failure = wrong;
            Result<Map<String, Object>> result = done;
            call.onIo(() -> call.guarded(() -> fed(failure, result)));
        }

        private void fed(Optional<Failure> wrong, Result<Map<String, Object>> done) {
            feeding = false;
            if (over) {
                release();
            } else if (wrong.isPresent()) {
                refuse(wrong.get());
            } else if (done != null) {
                over = true;
                release();
                if (done instanceof Result.Ok<Map<String, Object>> ok) {
                    call.answer(200, json(ok.value()));
                } else {
                    call.answer(done.failure());
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
            return settings.times().readTimeoutMs();
        }

        private void refuse(Failure failure) {
            over = true;
            reader.stop();
            release();
            call.answer(failure);
        }

        private void release() {
            if (!feeding) {
                openRequests.ended(this);
                call.onWorker(this::closeRestore);
            }
        }

        private void closeRestore() {
            if (closed.compareAndSet(false, true)) {
                restore.close();
            }
        }

        @Override
        public void stop() {
            call.onIo(() -> {
                if (!over && !ended) {
                    refuse(Failure.of(
                            Failure.Kind.OVERLOADED, "Photon is stopping", "nothing was restored; send it again"));
                }
            });
        }
    }

    static byte[] json(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain fields are always JSON", e);
        }
    }
}
