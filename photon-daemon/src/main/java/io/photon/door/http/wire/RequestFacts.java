// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HttpString;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request for those who look at it later: in the answer's {@code X-Request-Id}, in the log, in the
 * counters. Belongs to its request's I/O thread; the id may be read by all.
 */
public final class RequestFacts {

    private static final HttpString HEADER = new HttpString("X-Request-Id");
    private static final int MAX_ID = 128;
    private static final AttachmentKey<RequestFacts> KEY = AttachmentKey.create(RequestFacts.class);

    /** Of this process: its ids are not those of another daemon, nor of its next start. */
    private static final String PROCESS = Long.toUnsignedString(new SplittableRandom().nextLong(), 36) + '-';

    private static final AtomicLong NUMBER = new AtomicLong();

    private final String id;
    private final long startedNanos = System.nanoTime();
    private @Nullable String question;
    private @Nullable String caller;
    private @Nullable Repeatable repeatable;

    private RequestFacts(String id) {
        this.id = id;
    }

    /** Begins, with the id that the request brings if that is harmless, else a new one; the answer will name it. */
    public static RequestFacts begin(HttpServerExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst(HEADER);
        RequestFacts facts = new RequestFacts(given != null && isHarmless(given) ? given : nextId());
        exchange.putAttachment(KEY, facts);
        exchange.getResponseHeaders().put(HEADER, facts.id);
        return facts;
    }

    /** Another one than those of all requests before. Thread-safe. */
    public static String nextId() {
        return PROCESS + Long.toString(NUMBER.incrementAndGet(), 36);
    }

    /** Of a request that has begun. */
    public static RequestFacts of(HttpServerExchange exchange) {
        return exchange.getAttachment(KEY);
    }

    /** Ids go into logs and back to the client, and are not looked into. */
    static boolean isHarmless(String id) {
        if (id.isEmpty() || id.length() > MAX_ID) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!plain && "-_.:/+=@".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    public String id() {
        return id;
    }

    /** How long ago it began, ns. */
    public long ageNanos() {
        return System.nanoTime() - startedNanos;
    }

    /** The name of what it asks; null as long as that is not known. */
    public @Nullable String question() {
        return question;
    }

    public void asks(String what) {
        question = what;
    }

    /** The name of who asks; null when no one needed to be known. */
    public @Nullable String caller() {
        return caller;
    }

    public void isOf(String who) {
        caller = who;
    }

    /** What would answer another request with the same head; null when each has to be looked at as a whole. */
    public @Nullable Repeatable repeatable() {
        return repeatable;
    }

    public void mayRepeat(Repeatable next) {
        repeatable = next;
    }
}
