// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.client;

import io.photon.codec.JsonFields;
import io.photon.muon.wire.Demand;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.Steps;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscription, from the side that subscribes (docs/muon-protocol section 7). It asks for no more items than it has
 * room for: the window begins small, doubles while items are small, and shrinks when they are large, so that what waits
 * here is bounded by number and by bytes. Pure; for one thread at a time.
 */
public final class Subscription {

    /** Most items asked for ahead. */
    static final int MAX_WINDOW = 1_024;

    private static final int FIRST_WINDOW = 8;

    /** How many bytes may wait, as far as the items seen let expect. */
    private static final long MAX_WAITING_BYTES = 8 << 20;

    private enum State {
        ASKED,
        RUNNING,
        OVER
    }

    /** What a message of the other side meant. */
    public sealed interface Signal {
        /** The stream is open: items may come. */
        record Opened() implements Signal {}

        /** The next item. Its consumer says so when it has dealt with it, by {@link Subscription#consumed}. */
        record Item(byte[] json) implements Signal {}

        /** No more items; all is well. */
        record Completed() implements Signal {}

        /** No more items, and this is why. */
        record Failed(Failure failure) implements Signal {}

        /** Nothing to be done. */
        record Nothing() implements Signal {}
    }

    private static final Signal OPENED = new Signal.Opened();
    private static final Signal COMPLETED = new Signal.Completed();
    private static final Signal NOTHING = new Signal.Nothing();

    private final String streamName;
    private final String args;
    private final @Nullable String token;
    private State state = State.ASKED;
    private int window = FIRST_WINDOW;
    private long expected;
    private long waiting;
    private double meanBytes;
    private boolean hasItems;

    /**
     * @param streamName with its leading slash, e.g. {@code /stream}
     * @param args a JSON object
     * @param token who asks, or null
     */
    public Subscription(String streamName, String args, @Nullable String token) {
        this.streamName = streamName;
        this.args = args;
        this.token = token;
    }

    /**
     * What opens the channel: the request alone, for demand before the other side agreed is ignored (docs/muon-protocol
     * 7.9).
     */
    public Outgoing open() {
        StringBuilder json = new StringBuilder(128)
                .append("{\"streamName\":")
                .append(JsonFields.quote(streamName))
                .append(",\"args\":")
                .append(args);
        if (token != null) {
            json.append(",\"auth\":{\"provider\":\"photon\",\"token\":")
                    .append(JsonFields.quote(token))
                    .append('}');
        }
        byte[] request = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        return Outgoing.of(Steps.STREAM, Steps.SUBSCRIPTION_REQUESTED, request);
    }

    /** What a message means. After the end everything means nothing. Never throws. */
    public Signal receive(MuonMessage message) {
        if (state == State.OVER) {
            return NOTHING;
        }
        Failure problem = Problems.of(message, Steps.STREAM);
        if (problem != null) {
            return over(new Signal.Failed(problem));
        }
        return switch (String.valueOf(message.step())) {
            case Steps.SUB_ACK -> {
                if (state == State.RUNNING) {
                    yield NOTHING;
                }
                state = State.RUNNING;
                yield OPENED;
            }
            case Steps.SUB_NACK -> over(new Signal.Failed(refused(message)));
            case Steps.DATA -> item(message.payload());
            case Steps.COMPLETED -> over(COMPLETED);
            case Steps.ERRORED -> over(new Signal.Failed(errored(message)));
            case Steps.PROTOCOL_FAILURE ->
                over(new Signal.Failed(Failure.of(
                        Kind.INTERNAL,
                        "the service did not understand a step: "
                                + new String(message.payload(), StandardCharsets.UTF_8),
                        null)));
            default -> NOTHING; // a ping, or a step of a later version
        };
    }

    private Signal item(byte[] json) {
        state = State.RUNNING;
        expected = Math.max(0, expected - 1);
        waiting++;
        hasItems = true;
        meanBytes += (json.length - meanBytes) / (json.length > meanBytes ? 4 : 64); // large items count at once
        return new Signal.Item(json);
    }

    private Signal over(Signal last) {
        state = State.OVER;
        return last;
    }

    private Failure refused(MuonMessage message) {
        String why = Problems.text(message.payload(), "error", "message", "cause");
        return Failure.of(
                Kind.NOT_FOUND,
                "there is no stream '" + streamName + "', or it does not take these arguments"
                        + (why == null ? "" : ": " + why),
                "see what there is with: photon introspect SERVICE");
    }

    private Failure errored(MuonMessage message) {
        String why = Problems.text(message.payload(), "error", "message");
        String code = JsonFields.text(message.payload(), "code");
        Kind kind = Kind.named(code);
        String hint = Problems.text(message.payload(), "hint");
        if (kind != null && why != null && !hasItems) {
            return new Failure(kind, why, hint); // a Photon's own refusal, which needs no introduction
        }
        return new Failure(
                kind == null ? Kind.UNREACHABLE : kind,
                "the service broke the stream off" + (why == null ? "" : ": " + why),
                hint);
    }

    /** The consumer has dealt with this many items. */
    public void consumed(int items) {
        waiting = Math.max(0, waiting - items);
    }

    /** Asks for more when there is room: what is to be sent now, or null. */
    public @Nullable Outgoing demand() {
        if (state != State.RUNNING) {
            return null;
        }
        long ahead = expected + waiting;
        if (ahead > window / 2) {
            return null;
        }
        long fits = meanBytes < 1 ? MAX_WINDOW : (long) (MAX_WAITING_BYTES / meanBytes);
        window = (int) Math.max(1, Math.min(Math.min(MAX_WINDOW, window * 2L), fits));
        long more = window - ahead;
        if (more < 1) {
            return null;
        }
        expected += more;
        return Outgoing.of(Steps.STREAM, Steps.DATA_REQUESTED, Demand.encode(more));
    }

    /** Ends it from this side: what is to be sent, nothing when it is over already (docs/muon-protocol 7.6). */
    public List<Outgoing> cancel() {
        if (state == State.OVER) {
            return List.of();
        }
        state = State.OVER;
        return List.of(Outgoing.of(Steps.STREAM, Steps.CANCELLED), Outgoing.CHANNEL_ENDS);
    }
}
