// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import io.photon.budget.Budget;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.BusyStreams;
import io.photon.log.EventLog;
import io.photon.log.LogStats;
import io.photon.log.Replay;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.log.SubscriberName;
import io.photon.log.SubscriberState;
import io.photon.log.TimeCounts;
import io.photon.result.Result;
import io.photon.store.EventReader;
import io.photon.store.EventStore;
import io.photon.store.PinnedView;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/** A log whose cold replays are read where they are asked for: whoever would wait for them is the only thread. */
final class DirectLog implements EventLog {

    private final EventLog behind;
    private final Consumer<Runnable> atOnce;

    /** @param atOnce runs a task, and all reading it asks for, before it returns */
    DirectLog(EventLog behind, Consumer<Runnable> atOnce) {
        this.behind = behind;
        this.atOnce = atOnce;
    }

    @Override
    public Replay follow(ReplaySpec request) {
        Replay replay = behind.follow(request);
        return request.type() != ReplayType.COLD
                ? replay
                : new Replay() {
                    @Override
                    public Publisher<Event> events() {
                        return subscriber -> atOnce.accept(() -> replay.events().subscribe(subscriber));
                    }

                    @Override
                    public Publisher<Event> events(Consumer<Gap> gaps) {
                        return subscriber ->
                                atOnce.accept(() -> replay.events(gaps).subscribe(subscriber));
                    }

                    @Override
                    public long position() {
                        return replay.position();
                    }
                };
    }

    @Override
    public CompletableFuture<List<Result<Appended>>> append(AppendRequest request) {
        return behind.append(request);
    }

    @Override
    public Replay replay(ReplaySpec request, SubscriberName by) {
        return behind.replay(request, by);
    }

    @Override
    public CompletableFuture<Result<Long>> pauseAppends(String name, String why, Duration most) {
        return behind.pauseAppends(name, why, most);
    }

    @Override
    public boolean resumeAppends(String name) {
        return behind.resumeAppends(name);
    }

    @Override
    public void resumeAppends() {
        behind.resumeAppends();
    }

    @Override
    public TimeCounts answerTimes() {
        return behind.answerTimes();
    }

    @Override
    public List<SubscriberState> subscribers() {
        return behind.subscribers();
    }

    @Override
    public BusyStreams busiest(int most) {
        return behind.busiest(most);
    }

    @Override
    public CompletableFuture<Result<Long>> deleteStream(String name) {
        return behind.deleteStream(name);
    }

    @Override
    public CompletableFuture<Result<Long>> publish(Staging staging, PublishCheck check) {
        return behind.publish(staging, check);
    }

    @Override
    public CompletableFuture<Result<Long>> replicate(List<Event> batch) {
        return behind.replicate(batch);
    }

    @Override
    public CompletableFuture<Long> headAbove(long orderId) {
        return behind.headAbove(orderId);
    }

    @Override
    public void whenHealed(Consumer<Gap> listener) {
        behind.whenHealed(listener);
    }

    @Override
    public void foundHealed(Gap place) {
        behind.foundHealed(place);
    }

    @Override
    public EventReader reader() {
        return behind.reader();
    }

    @Override
    public PinnedView pin() throws StoreException {
        return behind.pin();
    }

    @Override
    public Staging stage() throws StoreException {
        return behind.stage();
    }

    @Override
    public long head() {
        return behind.head();
    }

    @Override
    public Optional<String> stall() {
        return Optional.empty();
    }

    @Override
    public LogStats stats() {
        return behind.stats();
    }

    @Override
    public EventStore.StoreState state() {
        return behind.state();
    }

    @Override
    public EventStore store() {
        return behind.store();
    }

    @Override
    public void close() {
        behind.close();
    }

    @Override
    public Budget budget() {
        return Budget.unlimited();
    }
}
