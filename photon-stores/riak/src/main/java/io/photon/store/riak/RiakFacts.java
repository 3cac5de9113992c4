// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.FactTable;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All facts of a kind are one value, a line each: there are few, and no one can list keys. Thread-safe; in this process one
 * change at a time, for a bucket that is not strongly consistent.
 */
final class RiakFacts implements FactTable {

    private static final String VERSION = "photon-facts-1";

    /** A value is not to be longer than this. */
    private static final int MOST_BYTES = 768 << 10;

    private final Bucket bucket;

    RiakFacts(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Changes the facts that there are, by name. */
    private interface Change {
        /** @return whether it has changed something */
        boolean in(Map<String, Fact> facts);
    }

    private static String key(String kind) {
        return "facts/" + kind;
    }

    @Override
    public synchronized void put(Fact fact) throws StoreException {
        change(fact.kind(), facts -> !fact.equals(facts.put(fact.name(), fact)));
    }

    @Override
    public synchronized void remove(String kind, String name) throws StoreException {
        change(kind, facts -> facts.remove(name) != null);
    }

    @Override
    public List<Fact> list(String kind) throws StoreException {
        return List.copyOf(read(kind, bucket.get(key(kind), bucket.timeout())).values());
    }

    private void change(String kind, Change change) throws StoreException {
        RiakAttempts.until(bucket, () -> {
            Value was = bucket.get(key(kind), bucket.timeout());
            Map<String, Fact> facts = read(kind, was);
            if (!change.in(facts)) {
                return true;
            }
            byte[] bytes = write(facts);
            if (bytes.length > MOST_BYTES) {
                throw new StoreException(
                        Kind.REFUSED,
                        "too much is to be remembered in Riak at a time (" + key(kind) + "); try again later");
            }
            return was == null
                    ? bucket.insert(key(kind), bytes, bucket.timeout())
                    : bucket.replace(key(kind), was, bytes, bucket.timeout());
        });
    }

    /** Of siblings all: what was forgotten in one of them is found to be done once more. */
    private static Map<String, Fact> read(String kind, @Nullable Value value) throws StoreException {
        Map<String, Fact> facts = new TreeMap<>();
        for (byte[] each : value == null ? List.<byte[]>of() : value.siblings()) {
            for (Fact fact : read(kind, each)) {
                facts.put(fact.name(), fact);
            }
        }
        return facts;
    }

    private static List<Fact> read(String kind, byte[] bytes) throws StoreException {
        List<Fact> facts = new ArrayList<>();
        List<String> lines =
                new String(bytes, StandardCharsets.US_ASCII).lines().toList();
        try {
            if (!lines.isEmpty() && lines.get(0).equals(VERSION)) {
                for (String line : lines.subList(1, lines.size())) {
                    String[] words = line.split(" ", -1);
                    facts.add(new Fact(
                            kind,
                            URLDecoder.decode(words[3], StandardCharsets.UTF_8),
                            Long.parseLong(words[0]),
                            Long.parseLong(words[1]),
                            Long.parseLong(words[2])));
                }
                return facts;
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new StoreException(Kind.DAMAGED, damaged(kind), e);
        }
        throw new StoreException(Kind.DAMAGED, damaged(kind));
    }

    private static String damaged(String kind) {
        return "what Riak has under '" + key(kind) + "' is not what was written";
    }

    private static byte[] write(Map<String, Fact> facts) {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        for (Fact fact : facts.values()) {
            text.append(fact.first())
                    .append(' ')
                    .append(fact.second())
                    .append(' ')
                    .append(fact.third())
                    .append(' ')
                    .append(URLEncoder.encode(fact.name(), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
