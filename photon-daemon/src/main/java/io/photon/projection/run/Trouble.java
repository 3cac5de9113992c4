// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.log.LogException;
import io.photon.projection.Descriptor.LastError;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a projection does not go on: its last error, and when what was lacking is tried again. Whether it has failed or waits is
 * its {@link TaskState}. For one thread at a time.
 */
public final class Trouble {

    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    private static final Pattern LINE = Pattern.compile("\\bline (\\d{1,7})\\b");

    private final String name;
    private final BackOff backOff = new BackOff();
    private @Nullable LastError error;

    /**
     * @param name of the projection
     * @param stuck how the task before it got stuck, which has been said; null when there is none
     */
    Trouble(String name, @Nullable LastError stuck) {
        this.name = name;
        this.error = stuck;
    }

    /** What a caller is told who would have to wait too long. @param name of the projection */
    static Failure busy(String name) {
        return Failure.of(
                Failure.Kind.OVERLOADED,
                "projection '" + name + "' is still loading or busy with one event",
                "ask again in a moment");
    }

    /** Why it failed or waits, or null. */
    @Nullable LastError error() {
        return error;
    }

    /** Whether it is to try again what was lacking. */
    boolean isTryDue(long now) {
        return backOff.isDue(now);
    }

    /** It begins, or begins again. @param waited for what was lacking, which may still be lacking */
    void begins(boolean waited) {
        error = waited ? error : null;
    }

    /** Something else is wanted of it. */
    void forget() {
        backOff.clear();
        error = null;
    }

    void fails(LastError why) {
        backOff.clear();
        error = why;
        LOG.warn("projection '{}' has failed at order-id {}: {}", name, why.orderId(), why.message());
    }

    /** @param orderId where that happened, 0 for at no event */
    void waits(long now, long orderId, @Nullable String why) {
        long millis = backOff.begin(now, orderId);
        error = new LastError(why + "; it is tried again", null, orderId, 0);
        LOG.warn(
                "projection '{}' is held up at order-id {}: {}; it is tried again in {} s",
                name,
                orderId,
                why,
                millis / 1_000);
    }

    /** It has got so far. @return whether that is the end of a trouble */
    boolean passed(long position) {
        if (!backOff.passed(position)) {
            return false;
        }
        error = null;
        LOG.info("projection '{}' goes on at order-id {}", name, position);
        return true;
    }

    /** Why there is nothing to read a value from. */
    Failure noValue(boolean waiting) {
        String why = error == null ? "" : error.message();
        if (waiting) {
            return Failure.of(
                    Failure.Kind.OVERLOADED,
                    "projection '" + name + "' has no value at the moment: " + why,
                    "ask again in a moment");
        }
        return Failure.of(
                Failure.Kind.CONFLICT,
                "projection '" + name + "' has no value: " + why,
                "create it anew with --replace");
    }

    /** Whether a try of the same event in a while may do. */
    boolean isPassing(ReductionException e) {
        return backOff.isWorthATry(e);
    }

    /** Whether something was lacking while events were read. */
    public static boolean isLack(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError
                    || cause instanceof LogException known && known.failure().kind() == Failure.Kind.OVERLOADED) {
                return true;
            }
        }
        return false;
    }

    /** A failure at an event, with the line of the code that the message names: {@code line 3: …} */
    static LastError at(long orderId, @Nullable String message, @Nullable String stack) {
        Matcher line = LINE.matcher(message == null ? "" : message);
        return new LastError(message, stack, orderId, line.find() ? Integer.parseInt(line.group(1)) : 0);
    }
}
