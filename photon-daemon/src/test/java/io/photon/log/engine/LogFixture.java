// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;

import io.photon.codec.EventParser;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.EventLog;
import io.photon.log.Replay;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What tests of the log share. */
final class LogFixture {

    private LogFixture() {}

    static EventDraft draft(String stream, Object payload) {
        return draft(stream, "Happened", null, payload);
    }

    static EventDraft draft(String stream, String type, String localId, Object payload) {
        String id = localId == null ? "" : "\"local-id\":\"" + localId + "\",";
        byte[] json = ("{\"stream-name\":\"" + stream + "\",\"event-type\":\"" + type + "\"," + id + "\"payload\":"
                        + payload + "}")
                .getBytes(StandardCharsets.UTF_8);
        return ok(EventParser.parseDraft(json, 0, json.length));
    }

    static Appended append(EventLog log, EventDraft draft) {
        return ok(get(log.append(AppendRequest.of(draft))).get(0));
    }

    /** A subscriber that collects; demand as the test says. */
    static class Collector implements Subscriber<Event> {
        final List<Event> events = new ArrayList<>();
        final CompletableFuture<Void> done = new CompletableFuture<>();
        private final long firstDemand;
        private final List<Waiter> waiters = new ArrayList<>();
        Subscription subscription;

        private record Waiter(int count, CompletableFuture<Void> reached) {}

        Collector(long firstDemand) {
            this.firstDemand = firstDemand;
        }

        static Collector of(Replay replay) {
            Collector collector = new Collector(Long.MAX_VALUE);
            replay.events().subscribe(collector);
            return collector;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            if (firstDemand > 0) {
                given.request(firstDemand);
            }
        }

        @Override
        public synchronized void onNext(Event event) {
            events.add(event);
            waiters.stream()
                    .filter(w -> w.count() <= events.size())
                    .forEach(w -> w.reached().complete(null));
        }

        @Override
        public void onError(Throwable t) {
            done.completeExceptionally(t);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }

        synchronized CompletableFuture<Void> count(int wanted) {
            Waiter waiter = new Waiter(wanted, new CompletableFuture<>());
            waiters.add(waiter);
            if (events.size() >= wanted) {
                waiter.reached().complete(null);
            }
            return waiter.reached();
        }

        synchronized List<Long> ids() {
            return events.stream().map(Event::orderId).toList();
        }
    }
}
