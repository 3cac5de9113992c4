// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Fault;
import io.photon.result.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The time limit of one request as a whole, and of each answer in it. */
public final class AnswerDeadline {

    private final long startNanos = System.nanoTime();
    private final long limitMs;
    private final long answerMs;
    private final Supplier<String> obstacle;

    /**
     * @param limitMs for the whole request, 0 for none
     * @param answerMs for each answer, 1 or more
     * @param obstacle why the broker takes nothing for now, null when it does
     */
    AnswerDeadline(long limitMs, long answerMs, Supplier<String> obstacle) {
        this.limitMs = limitMs;
        this.answerMs = answerMs;
        this.obstacle = obstacle;
    }

    /** The same from now on, with other limits. */
    public AnswerDeadline anew(long newLimitMs, long newAnswerMs) {
        return new AnswerDeadline(newLimitMs, newAnswerMs, obstacle);
    }

    /** How long the next answer may take, in ms; 0 or less when the time is up. */
    public long leftMs() {
        return leftMs(answerMs);
    }

    /** The same for something with a limit of its own. */
    public long leftMs(long ownMs) {
        return limitMs == 0 ? ownMs : Math.min(ownMs, limitMs - waitedMs());
    }

    long waitedMs() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    public boolean isLimited() {
        return limitMs != 0;
    }

    public boolean isOver() {
        return limitMs != 0 && limitMs <= waitedMs();
    }

    /** The time is up. @param what was waited for, e.g. {@code an answer of 'photon'} */
    Failure late(String what) {
        String reason = obstacle.get();
        return reason == null
                ? Failure.of(
                        Kind.TIMED_OUT, "no " + what + " within " + waitedMs() + " ms", "give it longer with --timeout")
                : Failure.of(
                        Kind.TIMED_OUT,
                        "no " + what + " within " + waitedMs() + " ms, for the broker takes no messages for now: "
                                + reason,
                        "rabbitmq-diagnostics alarms shows what the broker runs short of");
    }

    /** Waits for an answer. @param what is waited for */
    public <T> Result<T> await(CompletableFuture<Result<T>> answer, String what) {
        try {
            return answer.get(Math.max(0, leftMs()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Result.err(late(what));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.err(Kind.TIMED_OUT, "interrupted while waiting for " + what, null);
        } catch (ExecutionException e) {
            return Result.err(Kind.INTERNAL, "waiting for " + what + " failed: " + Fault.words(e), null);
        }
    }
}
