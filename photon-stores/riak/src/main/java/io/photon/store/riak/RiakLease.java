// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.slots.LeaseTable;
import io.photon.store.slots.NoAnswerException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The key that says who writes. Thread-safe. */
final class RiakLease implements LeaseTable {

    private static final String KEY = "lease";
    private static final String VERSION = "photon-lease-1";

    private final Bucket bucket;

    RiakLease(Bucket bucket) {
        this.bucket = bucket;
    }

    /** The row, and the value that it was read from. */
    private record Read(Value value, Row row) {}

    @Override
    public @Nullable Row read(Duration timeout) throws StoreException {
        Read found = find(timeout);
        return found == null ? null : found.row();
    }

    /** Of siblings, which only a bucket has that is not strongly consistent, that of the highest epoch. */
    private @Nullable Read find(Duration timeout) throws StoreException {
        Value value = bucket.get(KEY, timeout);
        if (value == null) {
            return null;
        }
        Row highest = null;
        for (byte[] each : value.siblings()) {
            Row row = row(each);
            highest = highest == null || ORDER.compare(row, highest) > 0 ? row : highest;
        }
        return highest == null ? null : new Read(value, highest);
    }

    private static final Comparator<Row> ORDER =
            Comparator.comparingLong(Row::epoch).thenComparing(Row::holder).thenComparingLong(Row::beat);

    @Override
    public boolean take(@Nullable Row was, Row next, Duration timeout) throws NoAnswerException, StoreException {
        if (was == null) {
            return bucket.insert(KEY, bytes(next), timeout) || next.equals(read(timeout));
        }
        return set(was::equals, next, timeout);
    }

    @Override
    public boolean keep(String holder, long epoch, Row next, Duration timeout)
            throws NoAnswerException, StoreException {
        return set(row -> row.holder().equals(holder) && row.epoch() == epoch, next, timeout);
    }

    /** Once more when the row has changed in between and is still as it has to be: an earlier request came late. */
    private boolean set(Predicate<Row> expected, Row next, Duration timeout) throws NoAnswerException, StoreException {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean isFirst = true;
        while (true) {
            Read found = find(timeout);
            if (!isFirst && found != null && found.row().equals(next)) {
                return true;
            }
            if (found == null || !expected.test(found.row())) {
                return false;
            }
            if (bucket.replace(KEY, found.value(), bytes(next), timeout)) {
                return true;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new NoAnswerException("Riak did not write who has the lease", null);
            }
            isFirst = false;
        }
    }

    private static byte[] bytes(Row row) {
        return (VERSION + " " + row.epoch() + " " + row.beat() + " "
                        + URLEncoder.encode(row.holder(), StandardCharsets.UTF_8) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Row row(byte[] bytes) throws StoreException {
        String[] words =
                new String(bytes, StandardCharsets.US_ASCII).replace("\n", "").split(" ", -1);
        try {
            if (words.length == 4 && words[0].equals(VERSION)) {
                return new Row(
                        URLDecoder.decode(words[3], StandardCharsets.UTF_8), // empty for none
                        Long.parseLong(words[1]),
                        Long.parseLong(words[2]));
            }
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        }
        throw damaged(null);
    }

    private static StoreException damaged(@Nullable Exception cause) {
        return new StoreException(Kind.DAMAGED, "what Riak has under '" + KEY + "' is not what was written", cause);
    }
}
