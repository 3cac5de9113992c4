// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import io.photon.codec.EventParser;
import io.photon.codec.JsonWriter;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.EventLog;
import io.photon.log.StreamFold;
import io.photon.log.StreamFollower;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.AroundDamage;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream {@code __security__}: tells its events to those who fold it, first the stored ones, then what is appended, be
 * it by a change made here, by a restore, or by another Photon over the same store; and makes changes, one at a time.
 * Thread-safe.
 */
public final class SecurityLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SecurityLog.class);

    private static final long RETRY_MS = 1_000;
    private static final long PATIENCE_SECONDS = 30;
    private static final int MAX_WAITING = 100;

    /** Folds events; called for one at a time, in order, and must not wait. */
    public interface Listener {
        void security(Event event);

        /** The same fold of nothing, to be told all from the beginning. */
        Anew anew();
    }

    /** Is told all from the beginning, as an event has come to light that cannot be told after those that follow it. */
    public interface Anew {
        void security(Event event);

        /** All has been told: it takes the place of what was folded so far. */
        void takeEffect();

        /** Tells another one of the kind. @param takesEffect has it take the place */
        static Anew of(Listener fresh, Runnable takesEffect) {
            return new Anew() {
                @Override
                public void security(Event event) {
                    fresh.security(event);
                }

                @Override
                public void takeEffect() {
                    takesEffect.run();
                }
            };
        }

        /** Each entry in one step: what is in both is never away. */
        static <K, V> void replace(Map<K, V> map, Map<K, V> fresh) {
            map.putAll(fresh);
            map.keySet().retainAll(fresh.keySet());
        }
    }

    private final EventLog log;
    private final List<Listener> listeners;
    private final StreamFollower live;
    private final StreamFold fold;
    private final ScheduledThreadPoolExecutor changes = Steady.timer("photon-security");
    private final Semaphore places = new Semaphore(MAX_WAITING);
    private volatile boolean closed;

    /** @param listeners each hears every event */
    public SecurityLog(EventLog log, List<Listener> listeners) {
        this.log = log;
        this.listeners = List.copyOf(listeners);
        this.live = new StreamFollower(log, StreamNames.SECURITY, new Live());
        this.fold = new StreamFold(log, StreamNames.SECURITY, this::tell, this::anew, this::later);
    }

    /**
     * Tells what is stored, and goes on with what comes: once, before any door opens. A place that cannot be read is no
     * reason not to start; the daemon's log names it.
     */
    public void begin() throws StoreException {
        fold.listen();
        long head = log.head();
        long cursor = 0;
        Page page;
        do {
            page = AroundDamage.read(log.reader(), ReadRequest.forwards(StreamNames.SECURITY, cursor), this::notKnown);
            page.events().stream().filter(event -> event.orderId() <= head).forEach(fold::tell);
            cursor = page.cursor();
        } while (!page.end() && cursor < head);
        live.told().upTo(head);
        live.follow();
    }

    private void notKnown(Gap gap) {
        LOG.error(
                "{} cannot be read: a change of users or rights recorded there is not known before it can be; look at them"
                        + " with: photon user list, and at the place with: photon verify --live",
                gap.text());
        fold.passed(gap);
    }

    private void later(long millis, Runnable task) {
        try {
            changes.schedule(Steady.task("folding what is healed", task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, so the next start folds what is healed: {}", e.getMessage());
        }
    }

    /** All of them from the beginning. */
    private StreamFold.Anew anew() {
        List<Anew> all = listeners.stream().map(Listener::anew).toList();
        return new StreamFold.Anew() {
            @Override
            public void event(Event event) {
                all.forEach(each -> Steady.run("folding order-id " + event.orderId(), () -> each.security(event)));
            }

            @Override
            public void takeEffect() {
                all.forEach(each -> Steady.run("taking over what was folded", each::takeEffect));
            }
        };
    }

    private void tell(Event event) {
        for (Listener listener : listeners) {
            Steady.run("folding order-id " + event.orderId(), () -> listener.security(event));
        }
    }

    /** An event of this stream. @param payload an object that is not ended yet */
    public static Result<EventDraft> draft(String type, JsonWriter payload) {
        byte[] json = new JsonWriter(1_024)
                .object()
                .field("stream-name", StreamNames.SECURITY)
                .field("event-type", type)
                .field("payload")
                .raw(payload.endObject().bytes())
                .endObject()
                .bytes();
        return EventParser.parseDraft(json, 0, json.length);
    }

    /**
     * Makes a change: what it records is durable and folded by everybody when this completes. It never fails, and completes
     * on a thread of this log: do little there, or hand over.
     *
     * @param draft makes the event, or says why not; runs when all changes before have been folded
     * @return the order-id; OVERLOADED when too many changes wait
     */
    public CompletableFuture<Result<Long>> change(Supplier<Result<EventDraft>> draft) {
        CompletableFuture<Result<Long>> answer = new CompletableFuture<>();
        if (closed || !places.tryAcquire()) {
            answer.complete(Result.err(
                    Failure.Kind.OVERLOADED,
                    "too many changes of users are waiting, or Photon is stopping",
                    "nothing was changed; try again in a moment"));
            return answer;
        }
        answer.whenComplete((done, fault) -> places.release());
        changes.execute(() -> {
            if (!Steady.run("a change of users", () -> answer.complete(make(draft)))) {
                answer.complete(Result.err(unknown("a fault of Photon's; see its log")));
            }
        });
        return answer;
    }

    /**
     * The same, and a line of the daemon's log when it is made: who did what, which the event says for good.
     *
     * @param what e.g. {@code user ann was disabled}
     */
    public CompletableFuture<Result<Long>> change(String what, Author by, Supplier<Result<EventDraft>> draft) {
        return told(change(draft), what, by);
    }

    /** Has the line of the daemon's log follow a change. */
    static CompletableFuture<Result<Long>> told(CompletableFuture<Result<Long>> done, String what, Author by) {
        return done.whenComplete((result, fault) -> {
            if (result != null && result.isOk()) {
                LOG.info("{} by {} from {}", what, by.name(), by.from());
            }
        });
    }

    private Result<Long> make(Supplier<Result<EventDraft>> draft) {
        Result<EventDraft> drafted = draft.get();
        if (drafted instanceof Result.Err<EventDraft> err) {
            return Result.err(err.failure());
        }
        try {
            Result<Appended> appended = log.append(AppendRequest.of(drafted.value()))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .get(0);
            if (appended instanceof Result.Err<Appended> err) {
                return Result.err(err.failure());
            }
            live.told().at(appended.value().orderId()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Result.ok(appended.value().orderId());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.err(unknown("Photon is stopping"));
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("a change of users failed", e);
            return Result.err(unknown(e.toString()));
        }
    }

    private static Failure unknown(String why) {
        return Failure.of(
                Failure.Kind.INTERNAL,
                "it is not known whether the change was made: " + why,
                "look with: photon user list");
    }

    /** Ends following; what waits to be changed is refused. */
    @Override
    public void close() {
        closed = true;
        changes.shutdownNow();
        live.close();
    }

    private final class Live implements StreamFollower.Listener {
        @Override
        public void event(Event event) {
            fold.tell(event);
        }

        @Override
        public void gap(Gap gap) {
            notKnown(gap);
        }

        @Override
        public void broken(Throwable error) {
            LOG.warn("changes of users cannot be followed; trying again: {}", error.getMessage());
            changes.schedule(live::follow, RETRY_MS, TimeUnit.MILLISECONDS);
        }
    }
}
