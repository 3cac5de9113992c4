// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Clients that emit, each one request at a time. */
final class EmitLoad implements Workload {

    /** A daemon that was killed may be on its way back. */
    private static final long LOG_WAIT_NANOS = 60_000_000_000L;

    private static final long LOG_REST_NANOS = 200_000_000;

    private final Stage stage;
    private final Pace pace;
    private List<PhotonClient> clients = List.of();

    EmitLoad(Stage stage, Pace pace) {
        this.stage = stage;
        this.pace = pace;
    }

    @Override
    public String latencyOf() {
        return stage.plan().batch() == 1
                ? "an emit, until its event is stored"
                : "a batch, until its events are stored";
    }

    @Override
    public Result<Boolean> prepare() {
        return stage.clients().open(stage.plan().clients(), false).then(opened -> {
            clients = opened;
            return stage.recorder() == null ? Result.ok(true) : readers(stage.recorder());
        });
    }

    private Result<Boolean> readers(Recorder recorder) {
        return stage.clients().open(recorder.readers(), true).map(opened -> {
            for (int i = 0; i < opened.size(); i++) {
                stage.workers()
                        .start("reader", new RecordedReader(stage, recorder, opened.get(i), "reader-" + (i + 1)));
            }
            return true;
        });
    }

    /** What is stored in the end belongs to a history: the stream is deleted afterwards. */
    @Override
    public Result<Boolean> finish() {
        Recorder recorder = stage.recorder();
        if (recorder == null) {
            return Result.ok(true);
        }
        recorder.endReads();
        long until = System.nanoTime() + LOG_WAIT_NANOS;
        long[] last = {0};
        while (true) {
            Result<Long> read = stage.clients()
                    .open(true)
                    .then(client -> client.replay(
                            RecordedReader.query(stage.name(), "cold", last[0] == 0 ? 0 : last[0] + 1),
                            new RecordedReader.Events((bytes, from, to) -> {
                                last[0] = JsonFields.number(Arrays.copyOfRange(bytes, from, to), "order-id");
                                recorder.stored(bytes, from, to);
                            })));
            boolean isNothing = !read.isOk() && read.failure().kind() == Failure.Kind.NOT_FOUND; // none was stored
            if (read.isOk() || isNothing) {
                recorder.logIsWhole();
                recorder.keep();
                return Result.ok(true);
            }
            if (System.nanoTime() - until > 0 || stage.halt().isInterrupted()) {
                return Result.err(read.failure());
            }
            LockSupport.parkNanos(LOG_REST_NANOS);
        }
    }

    @Override
    public List<Runnable> work() {
        int size = stage.plan().sizeBytes();
        Figures figures = stage.figures();
        List<Runnable> work = new ArrayList<>();
        for (PhotonClient client : clients) {
            work.add(new Emitter(
                    stage,
                    pace,
                    client,
                    stage.events(work.size()),
                    (meant, now, stored, last) -> figures.answered(meant, now, stored, (long) stored * size)));
        }
        return work;
    }
}
