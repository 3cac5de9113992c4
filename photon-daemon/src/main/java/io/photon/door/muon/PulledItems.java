// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Download;
import io.photon.muon.eventstore.ValuePieces;
import io.photon.muon.stack.server.StreamSink;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.util.LinkedList;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Something that is pulled chunk by chunk, for a subscriber: a worker makes the next chunk when the last one has been
 * given and there is demand, so a subscriber that takes its time holds no thread. Thread-safe.
 */
final class PulledItems implements StreamSink.Source {

    private final StreamSink sink;
    private final Download source;
    private final Executor workers;
    /** Touched by the worker only, of which there is one at a time. */
    private final Queue<byte[]> ready = new LinkedList<>();

    private long demand;
    private boolean working;
    private boolean over;

    PulledItems(StreamSink sink, Download source, Executor workers) {
        this.sink = sink;
        this.source = source;
        this.workers = workers;
    }

    @Override
    public void request(long items) {
        synchronized (this) {
            demand = demand + items < 0 ? Long.MAX_VALUE : demand + items;
            if (working || over) {
                return;
            }
            working = true;
        }
        try {
            workers.execute(this::work);
        } catch (RejectedExecutionException e) {
            end();
            sink.failed(Failure.Kind.OVERLOADED, "too many questions wait already; try again in a moment");
        } catch (VirtualMachineError e) { // there may be no thread for it
            Steady.report("muon: an answer in pieces", e);
            end();
            sink.failed(Failure.Kind.OVERLOADED, "there is no memory for it just now; try again in a moment");
        }
    }

    @Override
    public void cancel() {
        boolean atWork;
        synchronized (this) {
            over = true;
            atWork = working;
        }
        if (!atWork) {
            source.close();
        }
    }

    private void work() {
        try {
            while (isWanted()) {
                if (!give()) {
                    return;
                }
            }
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("muon: an answer in pieces", e);
            end();
            sink.failed(Failure.Kind.INTERNAL, "the answer failed: " + Fault.words(e) + "; see Photon's log");
        }
    }

    /** Whether the worker goes on; it lets go of everything when no one wants more at all. */
    private boolean isWanted() {
        boolean gone;
        synchronized (this) {
            if (!over && demand > 0) {
                return true;
            }
            working = false;
            gone = over;
        }
        if (gone) {
            source.close();
        }
        return false;
    }

    /** Gives the next item, or the end. @return whether it was not the end */
    private boolean give() {
        while (ready.isEmpty()) {
            Result<Optional<byte[]>> next = source.next();
            if (next instanceof Result.Err<Optional<byte[]>> err) {
                end();
                sink.failed(err.failure().kind(), EventStreams.text(err.failure()));
                return false;
            }
            Optional<byte[]> chunk = next.value();
            if (chunk.isEmpty()) {
                end();
                sink.completed();
                return false;
            }
            for (byte[] item : ValuePieces.items(chunk.get())) { // addAll is not whole when memory runs out in it
                ready.add(item);
            }
        }
        synchronized (this) {
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
        }
        sink.item(ready.poll());
        return true;
    }

    private void end() {
        synchronized (this) {
            over = true;
            working = false;
        }
        source.close();
    }
}
