package io.photon.door.muon;

import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.api.VerifyReport;
import io.photon.codec.FailureJson;
import io.photon.muon.stack.server.MuonService;
import io.photon.muon.stack.server.StreamSink;
import io.photon.muon.wire.SubscriptionRequest;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream {@code /verify}: the store is checked while its items come. One at a time: it reads the whole store. */
final class VerifyStream implements MuonService.StreamEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(VerifyStream.class);

    private final PhotonApi api;
    private final Callers callers;
    private final Executor folds;
    private final AtomicBoolean verifying = new AtomicBoolean();

    VerifyStream(PhotonApi api, Callers callers, Executor folds) {
        this.api = api;
        this.callers = callers;
        this.folds = folds;
    }

    @Override
    public void subscribe(SubscriptionRequest request, StreamSink sink) {
        if (!verifying.compareAndSet(false, true)) {
            sink.failed(Failure.Kind.OVERLOADED, "a verification is running already; wait until it is done");
            return;
        }
        Caller caller = callers.of(request.token());
        Told told = new Told(sink);
        sink.accept(told);
        try {
            folds.execute(() -> verify(caller, told));
        } catch (RejectedExecutionException e) {
            verifying.set(false);
            sink.failed(Failure.Kind.OVERLOADED, "too many questions wait already; try again in a moment");
        }
    }

    private void verify(Caller caller, Told told) {
        try {
            VerifyReport report = new VerifyReport(told::isEmpty, told::say);
            Result<Boolean> result = api.verify(caller, report);
            report.conclude(result);
        } catch (RuntimeException e) {
            LOG.error("muon: a verification failed", e);
            told.say(FailureJson.text(Failure.of(
                    Failure.Kind.INTERNAL, "the verification failed: " + Fault.words(e), "see Photon's log")));
        } finally {
            verifying.set(false);
            told.end();
        }
    }

    /** What was said and not yet demanded waits here: some 10,000 damages at the most. */
    private static final class Told implements StreamSink.Source {
        private final StreamSink sink;
        private final ArrayDeque<String> waiting = new ArrayDeque<>();
        private long demand;
        private boolean ended;
        private boolean over;

        Told(StreamSink sink) {
            this.sink = sink;
        }

        synchronized boolean isEmpty() {
            return waiting.isEmpty();
        }

        synchronized void say(String json) {
            if (!over) {
                waiting.add(json);
                give();
            }
        }

        synchronized void end() {
            ended = true;
            give();
        }

        @Override
        public synchronized void request(long items) {
            demand = demand + items < 0 ? Long.MAX_VALUE : demand + items;
            give();
        }

        @Override
        public synchronized void cancel() {
            over = true;
            waiting.clear();
        }

        /** Under the lock, which the sink may enter again by asking for more. */
        private void give() {
            while (!over && demand > 0 && !waiting.isEmpty()) {
                demand--;
                sink.item(Utf8.bytes(waiting.poll()));
            }
            if (!over && ended && waiting.isEmpty()) {
                over = true;
                sink.completed();
            }
        }
    }
}
