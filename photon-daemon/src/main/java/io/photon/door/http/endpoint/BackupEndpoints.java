package io.photon.door.http.endpoint;

import io.photon.api.Download;
import io.photon.api.PhotonApi;
import io.photon.api.VerifyReport;
import io.photon.door.http.wire.Call;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.PulledAnswer;
import io.photon.door.http.wire.ResponseStream;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** GET {@code /api/backup} and GET {@code /api/verify}. */
public final class BackupEndpoints {

    private final PhotonApi api;
    private final OpenRequests openRequests;
    private final AtomicBoolean verifying = new AtomicBoolean();

    public BackupEndpoints(PhotonApi api, OpenRequests openRequests) {
        this.api = api;
        this.openRequests = openRequests;
    }

    /** Canonical lines, then the trailer. */
    public void backup(Call call) {
        call.onWorker(() -> {
            Result<Download> begun = api.backup(
                    call.caller(), call.target().param("from"), call.target().flag(ReplayEndpoint.SKIP_DAMAGED));
            if (begun instanceof Result.Ok<Download> ok) {
                PulledAnswer answer = new PulledAnswer(call, ok.value(), Call.NDJSON, openRequests);
                call.onIo(() -> call.guarded(answer::start));
            } else {
                call.answer(begun.failure());
            }
        });
    }

    /** One at a time: it reads the whole store. */
    public void verify(Call call) {
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
                verifying.set(false); // before the answer ends: its reader may ask for the next one
            }
            verification.end();
        });
    }

    /** What a slow client does not take waits in memory. */
    private final class Verification implements ResponseStream.Listener {
        private final Call call;
        private final ResponseStream out;

        Verification(Call call) {
            this.call = call;
            this.out = new ResponseStream(call, this);
        }

        void run() {
            VerifyReport report = new VerifyReport(out::isEmpty, this::say);
            report.conclude(api.verify(call.caller(), report));
        }

        void end() {
            out.end();
        }

        private void say(String json) {
            byte[] line = (json + "\n").getBytes(StandardCharsets.UTF_8);
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
