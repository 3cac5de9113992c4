package io.photon.door.http;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionView;
import io.photon.result.Failure;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.xnio.XnioExecutor;

/**
 * One follower of a projection as Server-Sent Events: {@code id:} is the position, {@code data:} the descriptor. It asks
 * for the next state when the socket has taken the last one, and so gets the newest there is then. An event
 * {@code complete} says that there will be no more.
 */
final class UpdatesSession implements Subscriber<ProjectionView>, Outflow.Listener, Sessions.Session {

    private static final byte[] NOTHING = {};
    private static final byte[] BEHIND = {'\n', '\n'};

    private final Call call;
    private final Publisher<ProjectionView> updates;
    private final HttpSettings settings;
    private final Sessions sessions;
    private final Outflow out;
    private volatile Subscription subscription;
    private volatile boolean putSinceHeartbeat;
    private volatile boolean over;
    private XnioExecutor.Key timer;

    UpdatesSession(Call call, Publisher<ProjectionView> updates, HttpSettings settings, Sessions sessions) {
        this.call = call;
        this.updates = updates;
        this.settings = settings;
        this.sessions = sessions;
        this.out = new Outflow(call, this);
    }

    /** On the I/O thread. */
    void start() {
        call.exchange().getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
        call.exchange().getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        out.open();
        timer = call.after(settings.heartbeatMs(), this::heartbeat);
        sessions.opened(this);
        updates.subscribe(this);
    }

    private void heartbeat() {
        if (over) {
            return;
        }
        if (!putSinceHeartbeat && out.isEmpty()) {
            text(": heartbeat\n\n");
        }
        putSinceHeartbeat = false;
        timer = call.after(settings.heartbeatMs(), this::heartbeat);
    }

    @Override
    public void onSubscribe(Subscription s) {
        subscription = s;
        if (over) {
            s.cancel();
        } else {
            s.request(1);
        }
    }

    @Override
    public void onNext(ProjectionView view) {
        putSinceHeartbeat = true;
        byte[] before = ("id: " + view.position() + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
        byte[] json = view.json();
        if (out.put(before, json, 0, json.length, BEHIND)) {
            subscription.request(1);
        }
    }

    @Override
    public void onComplete() {
        over = true;
        text("event: complete\ndata: {}\n\n");
        out.end();
    }

    @Override
    public void onError(Throwable error) {
        fail(PhotonApi.failureOf(error));
    }

    private void fail(Failure failure) {
        over = true;
        byte[] json = Failures.json(failure);
        out.put("event: error\ndata: ".getBytes(StandardCharsets.US_ASCII), json, 0, json.length, BEHIND);
        call.onIo(out::cut);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        out.put(NOTHING, bytes, 0, bytes.length, NOTHING);
    }

    /** The door closes. */
    @Override
    public void stop() {
        call.onIo(() -> {
            if (!over) {
                cancel();
                fail(Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "follow again after its restart"));
            }
        });
    }

    @Override
    public void roomAgain() {
        Subscription s = subscription;
        if (s != null && !over) {
            s.request(1);
        }
    }

    @Override
    public void broken() {
        cancel();
        ended();
    }

    @Override
    public void finished() {
        ended();
    }

    private void cancel() {
        over = true;
        Subscription s = subscription;
        if (s != null) {
            s.cancel();
        }
    }

    private void ended() {
        over = true;
        if (timer != null) {
            timer.remove();
        }
        sessions.ended(this);
    }
}
