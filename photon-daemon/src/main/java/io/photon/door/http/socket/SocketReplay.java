// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.photon.api.PhotonApi;
import io.photon.api.ReplayHandle;
import io.photon.codec.GapJson;
import io.photon.codec.JsonTree;
import io.photon.codec.JsonWriter;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A replay with demand: the client asks for a number of events, as a subscriber of Reactive Streams does, and gets no more; one
 * at a time is asked of the log, when the socket has room for it and the client wants it. It has begun before the handshake is
 * answered, so a client of a hot replay misses nothing from then on.
 */
final class SocketReplay implements SocketSession, Subscriber<Event> {

    private static final int MOST_SHOWN = 80;

    /**
     * How it is played.
     *
     * @param skipDamaged whether it goes on after damage
     * @param tellsPosition whether a quiet one says how far it is
     */
    record Options(boolean skipDamaged, boolean tellsPosition) {}

    private final ReplayHandle replay;
    private final Options options;

    // Guarded by this.
    private @Nullable WebSocket socket;
    /** How the replay ended before there was a socket to tell; events wait to be asked for, over it. */
    private @Nullable Consumer<WebSocket> ending;

    private @Nullable Subscription subscription;
    private long wanted;
    /** Whether one is asked for, and did not come yet. */
    private boolean asked;

    private boolean room = true;
    /** There is room again, while one is still being put. */
    private boolean roomMeanwhile;

    private boolean over;
    private long sent;

    private volatile boolean sentSinceHeartbeat;

    private SocketReplay(ReplayHandle replay, Options options) {
        this.replay = replay;
        this.options = options;
    }

    /** One that has begun. It lasts until it is {@link #gone}. */
    static SocketReplay of(ReplayHandle replay, Options options) {
        SocketReplay begun = new SocketReplay(replay, options);
        Publisher<Event> events = options.skipDamaged() ? replay.events(begun::onGap) : replay.events();
        events.subscribe(begun);
        return begun;
    }

    private synchronized WebSocket socket() {
        WebSocket known = socket;
        if (known == null) {
            throw new IllegalStateException("there is no socket yet");
        }
        return known;
    }

    @Override
    public void begin(WebSocket opened) {
        Consumer<WebSocket> missed;
        synchronized (this) {
            socket = opened;
            missed = ending;
        }
        if (missed != null) {
            missed.accept(opened);
        }
    }

    /** Says how the replay ended, as soon as there is a socket. */
    private void ended(Consumer<WebSocket> words) {
        WebSocket known;
        synchronized (this) {
            over = true;
            known = socket;
            ending = words;
        }
        if (known != null) {
            words.accept(known);
        }
    }

    @Override
    public void message(byte[] utf8) {
        JsonNode command;
        try {
            command = JsonTree.asked(utf8);
        } catch (JsonProcessingException e) {
            refuse("the command is not one value of JSON");
            return;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
        JsonNode request = command.path("request");
        if (command.size() == 1
                && request.isIntegralNumber()
                && request.canConvertToLong()
                && request.longValue() > 0) {
            want(request.longValue());
        } else if (command.size() == 1
                && command.path("cancel").isBoolean()
                && command.path("cancel").booleanValue()) {
            cancel();
            socket().end("cancelled");
        } else {
            String shown = command.toString();
            refuse("no command: " + shown.substring(0, Math.min(shown.length(), MOST_SHOWN)));
        }
    }

    private void refuse(String why) {
        cancel();
        socket().close(CloseCode.POLICY, why + "; send {\"request\":N} or {\"cancel\":true}");
    }

    private void want(long more) {
        synchronized (this) {
            wanted = wanted + more < 0 ? Long.MAX_VALUE : wanted + more;
        }
        ask();
    }

    /** Asks for one more, if that is wanted and there is room. */
    private void ask() {
        Subscription source;
        synchronized (this) {
            source = subscription;
            if (source == null || asked || !room || wanted == 0 || over) {
                return;
            }
            asked = true;
            wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
        }
        source.request(1);
    }

    @Override
    public void onSubscribe(Subscription opened) {
        boolean tooLate;
        synchronized (this) {
            subscription = opened;
            tooLate = over;
        }
        if (tooLate) {
            opened.cancel();
        } else {
            ask();
        }
    }

    @Override
    public void onNext(Event event) {
        synchronized (this) {
            sent++;
        }
        put(event.array(), event.offset(), event.length());
    }

    /** It stands for one event that was asked for. */
    private void onGap(Gap gap) {
        byte[] json = GapJson.item(gap);
        put(json, 0, json.length);
    }

    private void put(byte[] text, int offset, int length) {
        sentSinceHeartbeat = true;
        boolean more = socket().put(text, offset, length);
        synchronized (this) {
            asked = false;
            room = more || roomMeanwhile;
            roomMeanwhile = false;
        }
        ask();
    }

    @Override
    public void roomAgain() {
        synchronized (this) {
            roomMeanwhile = asked;
            room = true;
        }
        ask();
    }

    @Override
    public void onComplete() {
        ended(opened -> {
            JsonWriter complete = new JsonWriter(48).object().field("complete").object();
            opened.text(
                    complete.field("events", events()).endObject().endObject().bytes());
            opened.end("complete");
        });
    }

    private synchronized long events() {
        return sent;
    }

    @Override
    public void onError(Throwable error) {
        Failure failure = PhotonApi.failureOf(error);
        ended(opened -> opened.fail(failure));
    }

    @Override
    public void heartbeat() {
        long upTo = replay.position(); // before looking: all up to here has been put
        if (options.tellsPosition() && !sentSinceHeartbeat && upTo > 0 && socket().isEmpty()) {
            socket().text(new JsonWriter(40)
                    .object()
                    .field("position", upTo)
                    .endObject()
                    .bytes());
        }
        sentSinceHeartbeat = false;
    }

    private void cancel() {
        Subscription source;
        synchronized (this) {
            over = true;
            source = subscription;
        }
        if (source != null) {
            source.cancel();
        }
    }

    @Override
    public void gone() {
        cancel();
    }
}
