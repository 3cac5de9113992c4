// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.codec.JsonText;
import io.photon.muon.wire.Demand;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.Steps;
import io.photon.muon.wire.SubscriptionRequest;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One subscription (docs/muon-protocol 7). The subscriber's demand is handed on to the source in portions, so that a
 * socket which takes nothing for a while stops the source, whatever was demanded. Guarded by itself; the source is
 * called without the lock.
 */
final class ServerStream implements Conversation, StreamSink {

    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.US_ASCII);

    /**
     * Most items asked of the source ahead: they come even when the socket has taken enough meanwhile, and after small ones
     * each may be as large as a message can be. A source that is asked for more while it gives goes on at once, so few do.
     */
    private static final int MAX_PORTION = 4;

    /** Most bytes of items asked ahead, going by the size of those seen. */
    private static final int PORTION_BYTES = 512 << 10;

    /** Before any item was seen: it may be as large as a message can be. */
    private static final int FIRST_PORTION = 1;

    private final Reply reply;
    private final Counters counters;

    private enum State {
        ASKED,
        OPEN,
        OVER
    }

    private State state = State.ASKED;
    private @Nullable Source source;
    /** Demanded by the subscriber, not yet asked of the source. */
    private long demand;
    /** Asked of the source, not yet come. */
    private int underWay;
    /** About the size of an item, rather too large than too small; 0 before the first. */
    private int itemBytes;

    ServerStream(Reply reply, Counters counters) {
        this.reply = reply;
        this.counters = counters;
        counters.subscriptions.increment();
    }

    void begin(MuonService service, byte[] payload) {
        if (!(SubscriptionRequest.decode(payload) instanceof Result.Ok<SubscriptionRequest> ok)) {
            refuse("the subscription cannot be read");
            return;
        }
        try {
            service.stream(ok.value().streamName())
                    .ifPresentOrElse(
                            endpoint -> endpoint.subscribe(ok.value(), this), () -> refuse("no stream of this name"));
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            broken(e);
        }
    }

    private void broken(Throwable fault) {
        failed("the subscription failed: " + Fault.words(fault));
    }

    @Override
    public void message(MuonMessage message) {
        switch (message.step() == null ? "" : message.step()) {
            case Steps.DATA_REQUESTED -> {
                synchronized (this) {
                    demand = Demand.add(demand, Demand.decode(message.payload()));
                }
                refill();
            }
            case Steps.CANCELLED -> {
                reply.finish();
                ended();
            }
            default -> {
                // docs/muon-protocol 7.9: a second subscription and unknown steps are ignored
            }
        }
    }

    @Override
    public void writable() {
        refill();
    }

    @Override
    public void accept(Source items) {
        boolean gone;
        synchronized (this) {
            gone = state == State.OVER;
            source = gone ? null : items;
        }
        if (gone) {
            items.cancel();
            return;
        }
        reply.send(Steps.SUB_ACK, EMPTY);
        synchronized (this) {
            state = state == State.OVER ? State.OVER : State.OPEN;
        }
        refill();
    }

    /** Asks the source for more, if there is demand and the socket takes it. */
    private void refill() {
        int portion;
        Source from;
        synchronized (this) {
            if (state != State.OPEN || demand == 0 || !reply.isWritable()) {
                return;
            }
            int ahead = itemBytes == 0 ? FIRST_PORTION : Math.max(1, Math.min(MAX_PORTION, PORTION_BYTES / itemBytes));
            if (underWay > ahead / 2) {
                return;
            }
            portion = (int) Math.min(demand, ahead - underWay);
            if (portion <= 0) {
                return;
            }
            underWay += portion;
            demand = demand == Long.MAX_VALUE ? demand : demand - portion;
            from = source;
        }
        try {
            Objects.requireNonNull(from).request(portion);
        } catch (RuntimeException
                | VirtualMachineError
                | LinkageError e) { // nothing more would come, and no word of it
            broken(e);
            Objects.requireNonNull(from).cancel();
        }
    }

    @Override
    public void item(byte[] json) {
        Source from;
        synchronized (this) {
            if (state != State.OPEN) {
                return;
            }
            from = source;
            underWay--;
            itemBytes = Math.max(json.length, itemBytes - (itemBytes >> 4));
        }
        if (reply.send(Steps.DATA, json)) {
            counters.items.increment();
            refill();
        } else { // left out in silence, no one would miss it
            failed(
                    Failure.Kind.TOO_LARGE,
                    "the next item of " + json.length
                            + " bytes is larger than a Muon message holds; read it over HTTP");
            Objects.requireNonNull(from).cancel();
        }
    }

    @Override
    public void refuse(String why) {
        if (over()) {
            reply.send(Steps.SUB_NACK, Steps.ERROR, EMPTY);
            reply.finish();
        }
    }

    @Override
    public void completed() {
        if (over()) {
            reply.send(Steps.COMPLETED, EMPTY);
            reply.finish();
        }
    }

    @Override
    public void failed(Failure.@Nullable Kind kind, String why) {
        boolean accepted;
        synchronized (this) {
            accepted = state == State.OPEN;
        }
        if (over()) {
            if (!accepted) {
                reply.send(Steps.SUB_ACK, EMPTY); // docs/muon-protocol 10.1: only then does a client show the error
            }
            reply.send(Steps.ERRORED, errored(kind, why));
            reply.finish();
        }
    }

    /** {@code code} is our own; other clients leave it unread. */
    private static byte[] errored(Failure.@Nullable Kind kind, String why) {
        String code = kind == null ? "" : ",\"code\":" + JsonText.quoted(kind.code());
        return ("{\"error\":" + JsonText.quoted(why) + code + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** Ends it; false when it had ended before. */
    private synchronized boolean over() {
        if (state == State.OVER) {
            return false;
        }
        state = State.OVER;
        source = null;
        counters.subscriptions.decrement();
        return true;
    }

    @Override
    public void ended() {
        Source left;
        synchronized (this) {
            left = source;
            if (!over()) {
                return;
            }
        }
        if (left != null) {
            left.cancel();
        }
    }
}
