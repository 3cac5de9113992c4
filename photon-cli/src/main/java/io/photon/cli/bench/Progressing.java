// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.cli.output.Units;
import java.util.Locale;

/** Tells people on stderr how it goes: a line a second on a terminal, elsewhere its begin and its end. */
final class Progressing {

    private static final int PLAIN_EVERY = 30;

    private final Report report;
    private final boolean everySecond;
    private final boolean plain;

    Progressing(Report report) {
        this.report = report;
        try (Progress progress = report.progress("events", 0)) {
            this.everySecond = progress.isBar();
            this.plain = progress.isPlain();
        }
    }

    void stage(String what) {
        report.note(what);
    }

    /** A second of the measurement is over. */
    void second(Sample sample) {
        if (everySecond || plain && sample.second() % PLAIN_EVERY == 0) {
            report.note(String.format(
                    Locale.ROOT,
                    "%3d s  %10s events/s  %7.1f MB/s  p50 %s  p99 %s%s",
                    sample.second(),
                    Units.grouped(Math.round(sample.eventsPerSecond())),
                    sample.megabytesPerSecond(),
                    ms(sample.p50()),
                    ms(sample.p99()),
                    sample.errors() == 0 ? "" : "  errors " + sample.errors()));
        }
    }

    private static String ms(double value) {
        return Double.isNaN(value) ? "        -" : String.format(Locale.ROOT, "%6.2f ms", value);
    }
}
