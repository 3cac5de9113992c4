// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import static io.photon.result.Results.get;

import io.photon.log.EventLog;
import io.photon.result.Result;
import java.time.Duration;

/** A log that others append to while it is read; what happens between two readings, a test says. */
final class LiveLog implements Source {

    private final EventLog log;
    private final LogSource reading;
    /** Run before each reading, and before each pause. */
    Runnable between = () -> {};

    boolean pauses = true;

    LiveLog(EventLog log) {
        this.log = log;
        this.reading = new LogSource(log, "the live log");
    }

    @Override
    public String shown() {
        return reading.shown();
    }

    @Override
    public Result<Long> read(long above, Sink sink) {
        between.run();
        return reading.read(above, sink);
    }

    @Override
    public Result<Long> readStream(String stream, Sink sink) {
        return reading.readStream(stream, sink);
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public Result<Long> pauseAppends() {
        between.run();
        return stopAppends();
    }

    @Override
    public Result<Long> stopAppends() {
        return pauses ? get(log.pauseAppends("test", "moving", Duration.ZERO)) : Result.ok(log.head());
    }

    @Override
    public Result<Long> resumeAppends() {
        log.resumeAppends();
        return Result.ok(log.head());
    }

    @Override
    public void close() {
        reading.close();
    }
}
