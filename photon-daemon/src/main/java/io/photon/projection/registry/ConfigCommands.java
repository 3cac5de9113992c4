// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.registry;

import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.EventLog;
import io.photon.projection.run.Languages;
import io.photon.projection.schedule.GivenUp;
import io.photon.projection.schedule.Overseer;
import io.photon.projection.schedule.ProjectionScheduler;
import io.photon.projection.schedule.Stay;
import io.photon.projection.spi.Definition;
import io.photon.projection.spi.Reducer;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes of projections, one at a time: looks whether they may be, records them in {@code __config__}, and waits
 * until they have been heard. Compiling happens here too, so a language that loads holds up no request. Thread-safe.
 */
public final class ConfigCommands {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigCommands.class);

    private static final int MOST_TEXT = 1 << 20;
    private static final int MOST_NAME = 512;
    private static final long PATIENCE_SECONDS = 30;

    private final EventLog log;
    private final Languages languages;
    private final ConfigFollower follower;
    private final ProjectionScheduler scheduler;

    /** Of the change that is being made, under the overseer's eyes. */
    private volatile @Nullable CompletableFuture<Result<Boolean>> current;

    private final Overseer overseer;
    private volatile Stay stay;

    public ConfigCommands(
            EventLog log,
            Languages languages,
            ConfigFollower follower,
            ProjectionScheduler scheduler,
            Overseer overseer) {
        this.overseer = overseer;
        this.stay = overseer.stay(this::givenUp);
        this.log = log;
        this.languages = languages;
        this.follower = follower;
        this.scheduler = scheduler;
    }

    /** What is being compiled does not come to an end, and its thread is given up: the next changes go on without. */
    private void givenUp(String why, long orderId) {
        LOG.error("a reduction cannot be compiled: {}", why);
        CompletableFuture<Result<Boolean>> asked = current;
        stay = overseer.stay(this::givenUp);
        if (asked != null) {
            asked.complete(Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the reduction cannot be compiled: " + why,
                    "nothing was changed; look for what may take very long in it, such as a regular expression"));
        }
    }

    /** Has something done in turn. @param givenUp runs when it compiles what does not come to an end */
    public void run(Runnable task, Runnable givenUp) {
        CompletableFuture<Result<Boolean>> end = new CompletableFuture<>();
        end.thenRun(givenUp);
        scheduler.change(() -> {
            current = end;
            task.run();
        });
    }

    /** @param draft makes the event to record, or says why not; runs when all changes before have been made */
    public CompletableFuture<Result<Boolean>> make(Supplier<Result<EventDraft>> draft) {
        CompletableFuture<Result<Boolean>> answer = new CompletableFuture<>();
        try {
            scheduler.change(() -> {
                current = answer;
                answer.complete(makeNow(draft));
            });
        } catch (RejectedExecutionException full) {
            answer.complete(Result.err(
                    Failure.Kind.OVERLOADED,
                    "too many changes of projections are waiting, or Photon is stopping",
                    "nothing was changed; try again in a moment"));
        }
        return answer;
    }

    private Result<Boolean> makeNow(Supplier<Result<EventDraft>> draft) {
        try {
            Result<EventDraft> drafted = draft.get();
            if (drafted instanceof Result.Err<EventDraft> err) {
                return Result.err(err.failure());
            }
            Result<Appended> appended = log.append(AppendRequest.of(drafted.value()))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .get(0);
            if (appended instanceof Result.Err<Appended> err) {
                return Result.err(err.failure());
            }
            follower.told(appended.value().orderId()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Result.ok(true);
        } catch (GivenUp e) {
            LOG.info("compiling a reduction that was given up has ended");
            return Result.err(unknown("it was given up"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.err(unknown("Photon is stopping"));
        } catch (ExecutionException | TimeoutException | RuntimeException | LinkageError | VirtualMachineError e) {
            LOG.error("a change of a projection failed", e);
            return Result.err(unknown(e.toString()));
        }
    }

    private static Failure unknown(String why) {
        return Failure.of(
                Failure.Kind.INTERNAL,
                "it is not known whether the projection was changed: " + why,
                "look with: photon projection list");
    }

    /** Why this can be no projection; null when it can. Compiles. */
    public @Nullable Failure refusal(Definition definition) {
        if (definition.name() == null || definition.name().isEmpty()) {
            return bad("a projection needs a projection-name", "name it");
        }
        if (definition.name().length() > MOST_NAME) {
            return bad("the projection-name is longer than " + MOST_NAME + " characters", "choose a shorter one");
        }
        if (StreamNames.isInternal(definition.name())) {
            return Failure.of(
                    Failure.Kind.DENIED,
                    "projection '" + definition.name() + "' would have an internal name",
                    "names that start and end with __ are Photon's; choose another");
        }
        if (definition.language() == null || definition.language().isEmpty()) {
            return bad("projection '" + definition.name() + "' names no language", "javascript, clojure or jq");
        }
        if (definition.reduction() == null || definition.reduction().isBlank()) {
            return bad("projection '" + definition.name() + "' has no reduction", "give its source text");
        }
        int initial = definition.initialValue() == null
                ? 0
                : definition.initialValue().length();
        if (definition.reduction().length() > MOST_TEXT || initial > MOST_TEXT) {
            return Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "reduction or initial-value of projection '" + definition.name() + "' is longer than " + MOST_TEXT
                            + " characters",
                    "let it grow from events");
        }
        if (overseer.isFull()) {
            return Failure.of(
                    Failure.Kind.OVERLOADED,
                    Overseer.fullText() + ": no code of a user is begun",
                    "restart Photon; then correct or delete the projections that its log says are stuck");
        }
        languages.load(definition);
        Result<Reducer> compiled = stay.in(0, () -> languages.compile(definition));
        if (compiled instanceof Result.Ok<Reducer> ok) {
            ok.value().close();
            return null;
        }
        return compiled.failure();
    }

    private static Failure bad(String message, String hint) {
        return Failure.of(Failure.Kind.BAD_INPUT, message, hint);
    }
}
