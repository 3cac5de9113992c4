// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.client.ByteSink;
import io.photon.client.EmitOptions;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.codec.LineSplitter;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that follow a stream hot while others emit into it: the time from the one to the other. */
final class LiveLoad implements Workload {

    /** How long readers may take to be there, and the last events to arrive. */
    private static final long PATIENCE_MS = 20_000;

    private static final long PROBE_EVERY_MS = 20;

    private final Stage stage;
    private final Pace pace;
    private final List<Reader> readers = new ArrayList<>();
    private final AtomicLong stored = new AtomicLong();
    private List<PhotonClient> writers = List.of();

    LiveLoad(Stage stage, Pace pace) {
        this.stage = stage;
        this.pace = pace;
    }

    @Override
    public String latencyOf() {
        return "an event's way, from the time of its emit until a hot reader has it";
    }

    /** Readers say that they are there by having seen a probe: nothing else tells that a subscription has begun. */
    @Override
    public Result<Boolean> prepare() {
        return stage.clients()
                .open(stage.plan().clients(), true)
                .then(opened -> {
                    for (PhotonClient client : opened) {
                        Reader reader = new Reader(client);
                        readers.add(reader);
                        stage.workers().start("reader", reader);
                    }
                    return stage.clients().open(stage.plan().writers(), false);
                })
                .then(opened -> {
                    writers = opened;
                    return probe(opened.get(0));
                });
    }

    private Result<Boolean> probe(PhotonClient writer) {
        BenchEvents events = stage.events(0);
        long until = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (!stage.halt().isGiven()) {
            if (readers.stream().allMatch(reader -> reader.ready)) {
                return Result.ok(true);
            }
            if (System.nanoTime() - until > 0) {
                return Result.err(
                        Kind.TIMED_OUT,
                        "not all " + readers.size() + " hot readers have got an event within " + PATIENCE_MS + " ms",
                        "use fewer --clients, or see the daemon's log");
            }
            Result<byte[]> sent = writer.emit(events.next(BenchEvents.PROBE), EmitOptions.PLAIN);
            if (sent instanceof Result.Err<byte[]> err) {
                return Result.err(err.failure());
            }
            stage.halt().await(PROBE_EVERY_MS);
        }
        return Result.ok(true);
    }

    @Override
    public List<Runnable> work() {
        List<Runnable> work = new ArrayList<>();
        for (PhotonClient writer : writers) {
            work.add(new Emitter(
                    stage,
                    pace,
                    writer,
                    stage.events(work.size()),
                    (meant, now, count, last) -> stored.addAndGet(count)));
        }
        return work;
    }

    @Override
    public Result<Boolean> finish() {
        long until = System.nanoTime() + PATIENCE_MS * 1_000_000;
        for (Reader reader : readers) {
            reader.await(stored.get(), until);
            stage.figures().failed("not-delivered", stored.get() - reader.seen);
            stage.figures().failed("delivered-twice", reader.seen - stored.get());
        }
        return Result.ok(true);
    }

    /** One that follows. */
    private final class Reader implements Runnable, ByteSink, LineSplitter.Lines {
        private final PhotonClient client;
        private final LineSplitter lines = new LineSplitter(2 * BenchEvents.MAX_BYTES, this);
        private final Object arrived = new Object();
        private volatile boolean ready;
        private volatile boolean ended;
        private volatile long seen;

        Reader(PhotonClient client) {
            this.client = client;
        }

        @Override
        public void run() {
            ReplayQuery hot = new ReplayQuery(stage.name(), "hot", 0, Long.MAX_VALUE, Long.MAX_VALUE, null, null, false)
                    .exactly(true);
            Result<Long> end = client.replay(hot, this);
            ended = true;
            if (end instanceof Result.Err<Long> err && !stage.halt().isGiven()) {
                stage.failed(err.failure());
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            lines.feed(bytes, offset, length);
        }

        @Override
        public boolean line(byte[] bytes, int from, int to, long offset) {
            long time = BenchEvents.time(bytes, from, to);
            if (time == BenchEvents.PROBE) {
                ready = true;
            } else if (time > 0) {
                stage.figures().answered(time + stage.originNanos(), System.nanoTime(), 1, to - from);
                synchronized (arrived) {
                    seen++;
                    arrived.notifyAll();
                }
            }
            return true;
        }

        @Override
        public boolean tooLong(long offset) {
            return true;
        }

        /** Waits until it has that many, or until a time. */
        void await(long events, long untilNanos) {
            synchronized (arrived) {
                try {
                    while (seen < events && !ended && !stage.halt().isInterrupted()) {
                        long leftMs = (untilNanos - System.nanoTime()) / 1_000_000;
                        if (leftMs <= 0) {
                            return;
                        }
                        arrived.wait(Math.min(leftMs, 100));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
