// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.output.Report;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Frame;
import io.photon.client.PhotonClient;
import io.photon.result.Result;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Readings as text: for logs, scripts and terminals that can do no more. */
public final class BatchText {

    private static final int WIDTH = 100;
    private static final int HEIGHT = 34;
    private static final int LINES_A_HEADING = 20;

    private final Report report;
    private final AskedDaemon source;
    private final BooleanSupplier isOver;

    /** @param isOver whether the user has asked to stop */
    public BatchText(Report report, PhotonClient client, BooleanSupplier isOver) {
        this.report = report;
        this.source = new AskedDaemon(client, Clock.systemUTC());
        this.isOver = isOver;
    }

    /** One reading as JSON, to the exit code. */
    public int json() {
        return report.show(source.readRaw());
    }

    /** The overview as text, a block a reading. @param most how many; to the exit code */
    public int blocks(String url, long most, long intervalMs) throws InterruptedException {
        TopModel model = new TopModel(ShownDaemon.of(url), true, intervalMs);
        return each(most, intervalMs, (reading, before) -> {
            model.time(reading.atMs());
            model.reading(reading);
            Frame frame = model.frame(WIDTH, HEIGHT);
            if (!report.console().isUnicode()) {
                frame.toAscii();
            }
            String[] rows = frame.text().split("\n", -1);
            for (int i = 0; i < HEIGHT - 2; i++) { // what is below are keys
                report.out().line(rows[i]);
            }
        });
    }

    /** The most important figures, a line a reading. @param most how many; to the exit code */
    public int lines(long most, long intervalMs) throws InterruptedException {
        int[] printed = {0};
        StatLine line = new StatLine(report.width());
        return each(most, intervalMs, (reading, before) -> {
            if (printed[0]++ % LINES_A_HEADING == 0) {
                report.out().line(line.heading());
            }
            report.out().line(line.of(reading, before));
        });
    }

    private interface Shown {
        /** @param before the reading before, null for the first */
        void show(Reading reading, @Nullable Reading before);
    }

    private int each(long most, long intervalMs, Shown shown) throws InterruptedException {
        Reading before = null;
        CountDownLatch never = new CountDownLatch(1);
        for (long n = 0; n < most && !isOver.getAsBoolean(); n++) {
            if (n > 0 && never.await(intervalMs, TimeUnit.MILLISECONDS)) {
                break;
            }
            Result<Reading> result = source.read("");
            if (result instanceof Result.Err<Reading> err) {
                return report.fail(err.failure());
            }
            Reading reading = result.value();
            shown.show(reading, before);
            report.out().flush();
            before = reading;
        }
        return 0;
    }
}
