// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.muon.wire.EventResult;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.Steps;
import io.photon.result.Failure;
import io.photon.result.Fault;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One emit: an event in, one result out, in time (docs/muon-protocol 8). */
final class EmitExchange implements Conversation {

    private final Reply reply;
    private final Runnable done;
    private final long arrivedMs;
    private final Counters counters;
    private final AtomicBoolean over = new AtomicBoolean();
    /** Null until the sink has taken the event, and after the end. */
    private volatile MuonService.@Nullable Withdrawal withdrawal;

    EmitExchange(Reply reply, Runnable done, long arrivedMs, Counters counters) {
        this.reply = reply;
        this.done = done;
        this.arrivedMs = arrivedMs;
        this.counters = counters;
    }

    void begin(MuonService.EventSink sink, byte[] event) {
        try {
            MuonService.Withdrawal taken = sink.emit(event, this::outcome);
            if (!over.get()) {
                withdrawal = taken;
            }
        } catch (RuntimeException | VirtualMachineError | LinkageError e) { // it may have got as far as the log
            outcome(EventResult.failed(Failure.outcomeUnknown("the event store failed: " + Fault.words(e))));
        }
    }

    /** It is durable, or refused; acknowledged in any case, also when the emitter was told before that it took too long. */
    private void outcome(EventResult result) {
        tell(result);
        withdrawal = null;
        done.run();
    }

    private void tell(EventResult result) {
        if (over.compareAndSet(false, true)) {
            reply.send(Steps.EVENT_PROCESSED, result.encode());
            reply.finish();
        }
    }

    boolean isOver() {
        return over.get();
    }

    long arrivedMs() {
        return arrivedMs;
    }

    /** It waited too long: says so while the emitter still listens. */
    void tooLate(long patienceMs) {
        MuonService.Withdrawal way = withdrawal;
        if (over.get()) {
            return;
        }
        counters.late.increment();
        boolean withdrawn = way != null && way.withdraw();
        tell(
                withdrawn
                        ? EventResult.failed(
                                Failure.Kind.OVERLOADED,
                                "Photon is overloaded: the event waited " + patienceMs
                                        + " ms in the queue and was taken back; nothing was stored, try again later")
                        : EventResult.failed(Failure.outcomeUnknown(
                                "Photon is slow: the event was not durable after " + patienceMs + " ms")));
    }

    @Override
    public void message(MuonMessage message) {
        // one event was emitted; whatever else comes is not part of the protocol
    }

    @Override
    public void ended() {
        over.set(true);
    }
}
