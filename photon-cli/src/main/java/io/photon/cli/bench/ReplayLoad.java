// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.client.ByteSink;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.text.LineEnds;
import java.util.ArrayList;
import java.util.List;

/** Clients that replay a stream cold from its beginning to its end, again and again. */
final class ReplayLoad implements Workload {

    private final Stage stage;
    private List<PhotonClient> readers = List.of();

    ReplayLoad(Stage stage) {
        this.stage = stage;
    }

    @Override
    public String latencyOf() {
        return "a whole replay";
    }

    @Override
    public Result<Boolean> prepare() {
        return stage.clients()
                .open(false)
                .then(stage::fill)
                .then(last -> stage.clients().open(stage.plan().clients(), true))
                .then(opened -> {
                    readers = opened;
                    return Result.ok(true);
                });
    }

    @Override
    public List<Runnable> work() {
        List<Runnable> work = new ArrayList<>();
        for (PhotonClient reader : readers) {
            work.add(() -> read(reader));
        }
        return work;
    }

    private void read(PhotonClient reader) {
        ReplayQuery query = ReplayQuery.cold(stage.name()).exactly(true);
        while (!stage.halt().isGiven()) {
            Count count = new Count();
            long start = System.nanoTime();
            Result<Long> done = reader.replay(query, count);
            long end = System.nanoTime();
            if (stage.halt().isGiven()) {
                return; // broken off, for the time is up
            }
            if (done instanceof Result.Err<Long> err) {
                stage.failed(err.failure());
            } else if (count.events != stage.plan().events()) {
                stage.failed(Failure.of(
                        Kind.INTERNAL,
                        "a replay brought " + count.events + " of "
                                + stage.plan().events() + " events",
                        "see the daemon's log"));
            } else {
                stage.figures().latency(start, end);
            }
        }
    }

    @Override
    public boolean isBrokenOff() {
        return true;
    }

    /** Counts events, which are lines, while they come. */
    private final class Count implements ByteSink {
        private long events;

        @Override
        public void write(byte[] bytes, int offset, int length) {
            long lines = LineEnds.count(bytes, offset, offset + length);
            events += lines;
            stage.figures().moved(lines, length);
        }
    }
}
