// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.top.reading.Reading;
import io.photon.result.Result;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Readings and new events as streams that never end by themselves: what fails is told, and tried again. */
final class LiveReadings {

    private static final long TAIL_MS = 100;
    private static final long AGAIN_MS = 1_000;

    private LiveReadings() {}

    /**
     * A reading, again and again, each an interval after the one before was taken. After a failure a new client asks, for a
     * daemon that has begun anew has a new token.
     *
     * @param intervalMs asked for each time
     * @param prefix of the streams that are wanted, asked for each time
     */
    static Flowable<Result<Reading>> readings(
            Supplier<Result<AskedDaemon>> sources,
            LongSupplier intervalMs,
            Supplier<String> prefix,
            Scheduler scheduler) {
        Asker asker = new Asker(sources);
        return Flowable.fromCallable(() -> asker.ask(source -> source.read(prefix.get())))
                .subscribeOn(scheduler)
                .repeatWhen(done -> done.concatMap(
                        each -> Flowable.timer(intervalMs.getAsLong(), TimeUnit.MILLISECONDS, scheduler)));
    }

    /**
     * New events, ten times a second what has come; again a second after the connection was lost.
     *
     * @param after position above which events are new, as {@link AskedDaemon#tail} takes it; asked for at each connection
     */
    static Flowable<TailBuffer.Batch> tail(
            Supplier<Result<AskedDaemon>> sources, LongSupplier after, Scheduler scheduler) {
        return Flowable.using(
                TailBuffer::new,
                buffer -> Flowable.merge(
                        reading(sources, after, buffer, scheduler),
                        Flowable.interval(TAIL_MS, TimeUnit.MILLISECONDS, scheduler)
                                .onBackpressureDrop()
                                .map(tick -> buffer.take())
                                .filter(batch -> !batch.isEmpty())),
                TailBuffer::cut);
    }

    /** Fills the buffer; has no items of its own. */
    private static Flowable<TailBuffer.Batch> reading(
            Supplier<Result<AskedDaemon>> sources, LongSupplier after, TailBuffer buffer, Scheduler scheduler) {
        return Flowable.<TailBuffer.Batch>create(
                        emitter -> {
                            if (sources.get() instanceof Result.Ok<AskedDaemon> ok) {
                                AskedDaemon source = ok.value();
                                emitter.setCancellable(source::cancel);
                                try (source) {
                                    source.tail(buffer, after.getAsLong());
                                }
                            }
                            buffer.cut();
                            emitter.onComplete();
                        },
                        BackpressureStrategy.BUFFER)
                .subscribeOn(scheduler)
                .repeatWhen(done -> done.delay(AGAIN_MS, TimeUnit.MILLISECONDS, scheduler));
    }
}
