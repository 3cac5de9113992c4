// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.core.EventRules;
import io.photon.core.Writer;
import io.photon.event.EventDraft;
import io.photon.follow.Cluster;
import io.photon.follow.Replication;
import io.photon.log.AppendRequest;
import io.photon.log.EventLog;
import io.photon.log.Expect;
import io.photon.log.Help;
import io.photon.log.Withdrawal;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Events on their way into the log: who may append to which stream. Thread-safe. */
final class Emits {

    private final EventLog log;
    private final Logins logins;
    private final Cluster cluster;

    Emits(EventLog log, Logins logins, Cluster cluster) {
        this.log = log;
        this.logins = logins;
        this.cluster = cluster;
    }

    /** The caller; NOT_PRIMARY where nothing is changed. Asked before an upload begins; the log asks it again. */
    Result<Caller> here(Caller caller) {
        Optional<Failure> elsewhere = cluster.refusal();
        return elsewhere.isPresent() ? Result.err(elsewhere.get()) : Result.ok(caller);
    }

    private CompletableFuture<List<Result<Stored>>> append(AppendRequest request) {
        if (cluster.isForwarding()) {
            return Outcomes.forwarded(cluster.forward(request), request.drafts().size());
        }
        CompletableFuture<List<Result<Stored>>> stored = Outcomes.append(log, request);
        Replication replication = cluster.replication();
        return replication == null || !replication.isWanted()
                ? stored
                : Outcomes.known(
                        stored.thenCompose(results -> Outcomes.replicated(results, replication)),
                        request.drafts().size());
    }

    /** See {@link PhotonApi#emitAll}. */
    CompletableFuture<List<Result<Stored>>> emitAll(
            Caller known, List<EventDraft> drafts, boolean atomic, @Nullable String expect, Help help) {
        Result<Caller> current = logins.current(known).then(Access.EMIT::check); // a long upload may outlive rights
        Result<Expect> expected = current.then(caller -> expected(expect));
        if (expected instanceof Result.Err<Expect> err) {
            return all(drafts, err.failure());
        }
        if (drafts.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Failure[] refusals = refusals(current.value(), drafts);
        if (refusals == null) {
            return append(new AppendRequest(drafts, atomic, expected.value(), null, help));
        }
        return atomic
                ? all(
                        drafts,
                        Arrays.stream(refusals)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElseThrow())
                : emitAllowed(drafts, refusals, expected.value());
    }

    private static CompletableFuture<List<Result<Stored>>> all(List<EventDraft> drafts, Failure failure) {
        return CompletableFuture.completedFuture(Outcomes.all(drafts.size(), failure));
    }

    /** Why which drafts are refused, null for those that are not; null when none is. */
    private static Failure @Nullable [] refusals(Caller caller, List<EventDraft> drafts) {
        Failure[] refusals = null;
        for (int i = 0; i < drafts.size(); i++) {
            Optional<Failure> refusal = refusal(caller, drafts.get(i).streamName());
            if (refusal.isPresent()) {
                refusals = refusals == null ? new Failure[drafts.size()] : refusals;
                refusals[i] = refusal.get();
            }
        }
        return refusals;
    }

    /** Why this caller must not append to a stream. */
    private static Optional<Failure> refusal(Caller caller, String stream) {
        Optional<Failure> byRule = EventRules.checkStream(stream, Writer.USER);
        return byRule.isPresent() ? byRule : Access.EMIT.refusal(caller, stream);
    }

    /** See {@link PhotonApi#emitWithPatience}. */
    PendingEmit emitWithPatience(Caller known, EventDraft draft) {
        Withdrawal withdrawal = new Withdrawal();
        Optional<Failure> refused =
                logins.current(known).fold(caller -> refusal(caller, draft.streamName()), Optional::of);
        CompletableFuture<Result<Stored>> outcome = refused.isPresent()
                ? CompletableFuture.completedFuture(Result.err(refused.get()))
                : append(new AppendRequest(List.of(draft), true, Expect.ANY, withdrawal))
                        .thenApply(results -> results.get(0));
        return new PendingEmit() {
            @Override
            public CompletableFuture<Result<Stored>> outcome() {
                return outcome;
            }

            @Override
            public boolean withdraw() {
                return withdrawal.withdraw();
            }
        };
    }

    /** Those that may be are appended; the others are refused, each in its place. */
    private CompletableFuture<List<Result<Stored>>> emitAllowed(
            List<EventDraft> drafts, Failure[] refusals, Expect expect) {
        List<EventDraft> own = new ArrayList<>(drafts.size());
        for (int i = 0; i < refusals.length; i++) {
            if (refusals[i] == null) {
                own.add(drafts.get(i));
            }
        }
        CompletableFuture<List<Result<Stored>>> stored = own.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : append(new AppendRequest(own, false, expect));
        CompletableFuture<List<Result<Stored>>> answers = stored.thenApply(results -> {
            List<Result<Stored>> woven = new ArrayList<>(drafts.size());
            int next = 0;
            for (Failure refusal : refusals) {
                woven.add(refusal != null ? Result.err(refusal) : results.get(next++));
            }
            return woven;
        });
        return Outcomes.known(answers, drafts.size());
    }

    private static Result<Expect> expected(@Nullable String text) {
        if (text == null || text.equals("any")) {
            return Result.ok(Expect.ANY);
        }
        if (text.equals("none")) {
            return Result.ok(Expect.NONE);
        }
        return text.matches("\\d{1,18}")
                ? Result.ok(new Expect.Last(Long.parseLong(text)))
                : Result.err(
                        Failure.Kind.BAD_INPUT,
                        "what is expected as last order-id is '" + Excerpt.of(text) + "'",
                        "use any, none or an order-id");
    }
}
