// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import io.photon.api.PhotonApi;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ResponseStream;
import io.photon.event.Gap;
import io.photon.flow.RunSubscriber;
import io.photon.result.Failure;
import io.undertow.util.Headers;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.xnio.XnioExecutor;

/**
 * A long answer pushed item by item. Holds no thread: the source pushes into the {@link ResponseStream} as long as that has room,
 * and is asked for more when the socket has taken what there was. One item at a time is asked for, since one may be
 * large; so the follower of a projection gets the newest state there is then.
 *
 * @param <T> what is pushed
 */
public final class PushedAnswer<T> implements RunSubscriber<T>, ResponseStream.Listener, OpenRequests.Session {

    /** How long the head of a live answer waits for a first event or failure. */
    private static final long HEAD_DELAY_MS = 50;

    private final Call call;
    private final LongSupplier position;
    private final AnswerFormat<T> format;
    private final HttpSettings settings;
    private final OpenRequests openRequests;
    private final ResponseStream out;
    private volatile @Nullable Subscription subscription;
    private volatile boolean put;
    private volatile boolean putSinceHeartbeat;
    private volatile boolean over;
    /** Of the last run; the source's thread alone touches it. */
    private int taken;

    private XnioExecutor.@Nullable Key timer;

    /** @param position up to where everything that was wanted has been pushed, for signs of life; 0 for not known */
    public PushedAnswer(
            Call call,
            LongSupplier position,
            AnswerFormat<T> format,
            HttpSettings settings,
            OpenRequests openRequests) {
        this.call = call;
        this.position = position;
        this.format = format;
        this.settings = settings;
        this.openRequests = openRequests;
        this.out = new ResponseStream(call, this);
    }

    /** On the I/O thread. @param live whether the source may be silent for long */
    public void start(Publisher<T> source, boolean live) {
        int most = settings.limits().maxReaders();
        if (!openRequests.readerOpened(this, most)) {
            call.answer(Failure.of(
                    Failure.Kind.OVERLOADED,
                    most + " readers are connected already",
                    "try again later, or raise rest.max-readers"));
            return;
        }
        call.exchange().getResponseHeaders().put(Headers.CONTENT_TYPE, format.contentType());
        if (live) {
            timer = call.after(HEAD_DELAY_MS, this::openHead);
        } else {
            out.widen();
        }
        source.subscribe(this);
    }

    private void openHead() {
        if (!over) {
            out.open();
            timer = call.after(settings.times().heartbeatMs(), this::heartbeat);
        }
    }

    private void heartbeat() {
        if (over) {
            return;
        }
        long upTo = position.getAsLong(); // before looking: all up to here has been put
        if (!putSinceHeartbeat && out.isEmpty()) {
            format.heartbeat(out, upTo);
        }
        putSinceHeartbeat = false;
        timer = call.after(settings.times().heartbeatMs(), this::heartbeat);
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
    public void onNext(T item) {
        begun();
        askIf(format.put(out, item));
    }

    @Override
    public int onRun(List<? extends T> items, int from, int to) {
        begun();
        askIf(out.together(() -> taken = format.putRun(out, items, from, to)));
        return taken;
    }

    /** The source goes on after a place that cannot be read; as with an item, more is asked for when there is room. */
    public void onGap(Gap gap) {
        begun();
        askIf(format.gap(out, gap));
    }

    private void begun() {
        put = true;
        putSinceHeartbeat = true;
    }

    private void askIf(boolean hasRoom) {
        if (hasRoom) {
            subscription().request(1);
        }
    }

    @Override
    public void onComplete() {
        over = true;
        format.complete(out);
        out.end();
    }

    @Override
    public void onError(Throwable error) {
        fail(PhotonApi.failureOf(error));
    }

    private void fail(Failure failure) {
        over = true;
        call.onIo(() -> {
            if (put || out.isOpen()) {
                format.failed(out, failure);
                Preference.endFailed(out, call, format.contentType());
            } else {
                ended();
                call.answer(failure);
            }
        });
    }

    /** The door closes. */
    @Override
    public void stop() {
        call.onIo(() -> {
            if (!over) {
                cancel();
                fail(Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "resume after its restart"));
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
        openRequests.readerEnded(this);
    }

    private Subscription subscription() {
        return Objects.requireNonNull(subscription);
    }
}
