package io.photon.door.http;

import io.photon.api.Outgoing;
import io.photon.api.PhotonApi;
import io.photon.api.VerifyListener;
import io.photon.codec.FailureJson;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.util.Headers;
import java.util.concurrent.atomic.AtomicBoolean;

/** GET {@code /api/backup} and GET {@code /api/verify}. */
final class BackupEndpoints {

    private final PhotonApi api;
    private final Sessions sessions;
    private final AtomicBoolean verifying = new AtomicBoolean();

    BackupEndpoints(PhotonApi api, Sessions sessions) {
        this.api = api;
        this.sessions = sessions;
    }

    /** Canonical lines, then the trailer. */
    void backup(Call call) {
        call.onWorker(() -> {
            Result<Outgoing> begun = api.backup(call.caller(), call.target().param("from"));
            if (begun instanceof Result.Ok<Outgoing> ok) {
                PulledAnswer answer = new PulledAnswer(call, ok.value(), Call.NDJSON, sessions);
                call.onIo(() -> call.guarded(answer::start));
            } else {
                call.answer(((Result.Err<Outgoing>) begun).failure());
            }
        });
    }

    /** One at a time: it reads the whole store. */
    void verify(Call call) {
        if (!verifying.compareAndSet(false, true)) {
            call.answer(
                    Failure.of(Failure.Kind.OVERLOADED, "a verification is running already", "wait until it is done"));
            return;
        }
        call.exchange().getResponseHeaders().put(Headers.CONTENT_TYPE, Call.NDJSON);
        Verification verification = new Verification(call);
        call.onWorker(() -> {
            try {
                verification.run();
            } finally {
                verifying.set(false);
            }
        });
    }

    /** Progress now and then, each damage, and the verdict, as lines. What a slow client does not take waits in memory. */
    private final class Verification implements VerifyListener, Outflow.Listener {
        private static final long PROGRESS_NANOS = 500_000_000L;
        private static final int MAX_DAMAGES_TOLD = 10_000;

        private final Call call;
        private final Outflow out;
        private long events;
        private long bytes;
        private long damages;
        private long toldNanos = System.nanoTime();

        Verification(Call call) {
            this.call = call;
            this.out = new Outflow(call, this);
        }

        void run() {
            Result<Boolean> result = api.verify(call.caller(), this);
            if (result instanceof Result.Err<Boolean> err) {
                say(new Bytes(256).add(FailureJson.bytes(err.failure())));
            } else {
                say(new Bytes(128)
                        .ascii(damages == 0 ? "{\"ok\":true,\"events\":" : "{\"ok\":false,\"events\":")
                        .number(events)
                        .ascii(",\"bytes\":")
                        .number(bytes)
                        .ascii(",\"damages\":")
                        .number(damages)
                        .add('}'));
            }
            out.end();
        }

        @Override
        public void progress(long eventsChecked, long bytesChecked) {
            events = eventsChecked;
            bytes = bytesChecked;
            long now = System.nanoTime();
            if (now - toldNanos > PROGRESS_NANOS && out.isEmpty()) {
                toldNanos = now;
                say(new Bytes(64)
                        .ascii("{\"events\":")
                        .number(events)
                        .ascii(",\"bytes\":")
                        .number(bytes)
                        .add('}'));
            }
        }

        @Override
        public void damage(String place, String what, long firstOrderId, long lastOrderId) {
            if (++damages <= MAX_DAMAGES_TOLD) {
                say(new Bytes(256)
                        .ascii("{\"damage\":")
                        .quoted(place + ": " + what)
                        .ascii(",\"place\":")
                        .quoted(place)
                        .ascii(",\"first-order-id\":")
                        .number(firstOrderId)
                        .ascii(",\"last-order-id\":")
                        .number(lastOrderId)
                        .add('}'));
            }
        }

        private void say(Bytes json) {
            byte[] line = json.add('\n').toArray();
            out.put(line, 0, line.length);
        }

        @Override
        public void roomAgain() {
            // The verification does not wait for its reader.
        }

        @Override
        public void broken() {
            // Nobody reads; it still ends by itself.
        }

        @Override
        public void finished() {
            // Said everything.
        }
    }
}
