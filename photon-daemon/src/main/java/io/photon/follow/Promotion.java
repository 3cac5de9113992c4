// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.core.Sequencer;
import io.photon.event.Event;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a follower becomes the primary: it keeps that it does, and stores the event with which its epoch begins. For one thread at a time. */
final class Promotion {

    private final EventLog log;
    private final NodeRole role;
    private final FollowSettings settings;
    private final NodeFile file;
    private final Path folder;
    private final @Nullable StoreFacts facts;

    /** @param folder where {@code node.json} lies @param facts what those on a shared store are told; null for a store of its own */
    Promotion(
            EventLog log,
            NodeRole role,
            FollowSettings settings,
            NodeFile file,
            Path folder,
            @Nullable StoreFacts facts) {
        this.log = log;
        this.role = role;
        this.settings = settings;
        this.file = file;
        this.folder = folder;
        this.facts = facts;
    }

    /**
     * What its primary had when it last answered, and this node has not.
     *
     * @param primary its address
     * @param distance how far this node is from it, if it is known
     */
    static Optional<Failure> lacks(String primary, Lag lag, Optional<Distance> distance) {
        if (!lag.hasHeard()) {
            return Optional.of(Failure.of(
                    Failure.Kind.CONFLICT,
                    "this follower has not reached " + primary
                            + " since it was started, so it is not known which events it lacks",
                    "when that one is gone for good: photon promote --force; it follows as before"));
        }
        long events = distance.map(Distance::events).orElse(0L);
        if (events == 0) {
            return Optional.empty();
        }
        return Optional.of(Failure.of(
                Failure.Kind.CONFLICT,
                "this follower lacks " + events + (events == 1 ? " event" : " events") + " that " + primary
                        + " had when it last answered",
                "wait until it has them, and stop the emitters before; or give them up: photon promote --force; it follows as"
                        + " before"));
    }

    /** Why a follower is not to be promoted whose store another Photon writes to. @param writer where that is reached, empty when it is not known */
    static Failure isFor(String writer) {
        return Failure.of(
                Failure.Kind.CONFLICT,
                "another Photon writes to the store of this follower" + (writer.isEmpty() ? "" : ", at " + writer),
                "promote that one; see: photon cluster status");
    }

    /**
     * Begins an epoch. Nothing is to be followed until it has answered. Where it is not known whether it began, the node neither follows nor leads from
     * now on.
     *
     * @param number of the epoch
     */
    Result<Epoch> begin(long number) {
        long head = log.head();
        Epoch begun = new Epoch(number, head, 0, settings.name(), file.id(), settings.address());
        Optional<Failure> notKept = keep(begun);
        if (notKept.isPresent()) {
            return Result.err(notKept.get());
        }
        long nowMs = System.currentTimeMillis();
        Event event =
                EpochEvents.draft(begun).stamped(new Sequencer(head).next(nowMs).lastOrderId(), nowMs);
        Optional<Result<Long>> stored = LogAnswers.within(log.replicate(List.of(event)));
        Optional<Failure> refused = stored.flatMap(done -> LogAnswers.refusal(done, event.orderId()));
        if (stored.isEmpty()
                || refused.filter(LogAnswers::isUnknown).isPresent()) { // the next start may find it, and lead
            Failure why = Failure.outcomeUnknown(
                    "epoch " + begun.number()
                            + refused.map(failure -> " could not be stored (" + failure.message() + ")")
                                    .orElse(" was not stored within " + LogAnswers.SECONDS + " s")
                            + ", so this node neither follows nor leads until it is restarted",
                    "restart it, and see: photon cluster status");
            role.stopFollowing(why);
            return Result.err(why);
        }
        return refused.<Result<Epoch>>map(Result::err)
                .orElseGet(() -> Result.ok(EpochEvents.read(event).orElseThrow()));
    }

    /** Before the event: without it the next start would follow, and those that share the store would go on following. */
    private Optional<Failure> keep(Epoch begun) {
        try {
            file.promotedFrom(settings.url());
            if (facts != null) {
                facts.promoting(begun, settings.url());
            }
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(StoreFailures.withoutChange(e));
        } catch (IOException e) {
            return Optional.of(Failure.of(
                    Failure.Kind.NO_SPACE,
                    "that this node is promoted cannot be kept in " + folder + ": " + SystemError.reason(e),
                    "it follows as before; make room there, and promote it again"));
        }
    }
}
