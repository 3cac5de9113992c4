// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.HookApi;
import io.photon.api.Origin;
import io.photon.api.Stored;
import io.photon.budget.Budget;
import io.photon.codec.JsonWriter;
import io.photon.codec.TraceContext;
import io.photon.door.http.identity.RequestOrigin;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.SmallBody;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** POST {@code /hooks/:hook}: a delivery, whose signature is its identity. Read as a whole before anything is told, from memory that only deliveries take. */
public final class HookEndpoint implements Endpoint {

    /** To hash this much takes no longer than to read it. */
    private static final int LARGE_BYTES = 64 * 1024;

    private final HookApi hooks;
    private final HttpSettings settings;
    private final Budget budget;
    private final AtomicLong larges = new AtomicLong();

    public HookEndpoint(HookApi hooks, HttpSettings settings, Budget budget) {
        this.hooks = hooks;
        this.settings = settings;
        this.budget = budget.forStrangers();
    }

    @Override
    public void handle(Call call) {
        Optional<Failure> coded = ContentTypes.refuseIfCoded(call);
        Optional<Failure> refused = coded.isPresent() ? coded : hooks.refuseIfNone();
        if (refused.isPresent()) {
            call.answer(refused.get());
        } else {
            new Body(call).start();
        }
    }

    private final class Body extends SmallBody {
        private boolean isLarge;

        Body(Call call) {
            super(call, settings, budget, settings.limits().maxLineBytes(), true);
        }

        @Override
        protected void whole(byte[] bytes, int size) {
            isLarge = size > LARGE_BYTES;
            inPlace(() -> attempt(bytes, size));
        }

        /** What strangers have computed at length must not stop the requests of others, which the I/O threads serve. */
        private void inPlace(Runnable task) {
            if (isLarge) {
                call.onWorker(task);
            } else {
                call.guarded(task);
            }
        }

        private void attempt(byte[] bytes, int size) {
            String name = call.segment(1);
            Origin origin = RequestOrigin.of(call.exchange());
            String shown = isLarge ? oneMore() : shown(call.exchange().getRequestHeaders(), bytes, size);
            Result<Long> turn = hooks.turn(origin, name, shown);
            if (turn instanceof Result.Err<Long> err) {
                call.onIo(() -> refuse(err.failure()));
            } else if (turn.value() == 0) {
                deliver(origin, name, shown, bytes, size);
            } else {
                call.after(turn.value(), () -> inPlace(() -> deliver(origin, name, shown, bytes, size)));
            }
        }

        private void deliver(Origin origin, String name, String shown, byte[] bytes, int size) {
            TraceContext trace = call.trace(settings.observing());
            UnaryOperator<String> headers = header -> {
                HeaderValues values = call.exchange().getRequestHeaders().get(header);
                return values == null ? null : String.join(",", values);
            };
            memory().askLog(() -> hooks.deliver(origin, name, shown, headers, bytes, size, trace), this::answer);
        }

        private void answer(Result<Stored> result) {
            memory().release();
            if (result instanceof Result.Err<Stored> err) {
                call.answer(err.failure());
                return;
            }
            Stored stored = result.value();
            JsonWriter json = new JsonWriter(128).object();
            if (stored.orderId() > 0) {
                json.field("order-id", stored.orderId())
                        .field("event-time", stored.eventTime())
                        .field("durability", stored.durability());
            }
            if (stored.duplicate()) {
                json.field("duplicate", true);
            }
            call.answer(200, json.endObject().bytes());
        }

        @Override
        protected Failure tooLarge() {
            return Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the delivery is longer than rest.max-line of this daemon, "
                            + settings.limits().maxLineBytes() + " bytes",
                    "deliver less, or where it can be had");
        }
    }

    /**
     * A large delivery is an attempt of its own, even if it is one that came before: so nothing of it is hashed before it has its
     * turn, and what is wrong is not hashed again and again for nothing.
     */
    private String oneMore() {
        return "large " + larges.incrementAndGet();
    }

    /** Tells two attempts apart: all headers that may sign, and the body. */
    private static String shown(HeaderMap headers, byte[] bytes, int size) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, size);
            for (HeaderValues each : headers) {
                String name = each.getHeaderName().toString().toLowerCase(Locale.ROOT);
                if (name.contains("signature") || name.startsWith("webhook-") || name.startsWith("x-")) {
                    digest.update((name + ":" + each + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
