// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.input.Durations;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.cli.output.Units;
import io.photon.cli.output.view.Repeated;
import io.photon.result.Result;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --watch}: shows a list anew every few seconds until it is stopped, or cannot be shown any longer. */
public final class WatchOption {

    /** More often no daemon is asked. */
    private static final long LEAST_MS = 200;

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "2s",
            paramLabel = "EVERY",
            description = "show it anew until you stop it, every 2s or as often as given, e.g. --watch=500ms")
    @Nullable String every;

    /** Shows something once, or again and again. @param show to the exit code */
    public int run(Report report, ToIntFunction<Report> show) throws InterruptedException {
        if (every == null) {
            return show.applyAsInt(report);
        }
        Result<Long> read = Durations.span(every);
        if (read instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        long ms = Math.max(LEAST_MS, read.value());
        Repeated repeated = new Repeated(report);
        repeated.begin();
        while (true) {
            Report turn = repeated.turn();
            int code = show.applyAsInt(turn);
            turn.out().flush();
            if (code != ExitCode.OK) {
                return code;
            }
            repeated.show("every " + Units.duration(ms / 1_000.0) + ", now "
                    + Units.timeToTheSecond(System.currentTimeMillis()) + "; stop with Ctrl-C");
            TimeUnit.MILLISECONDS.sleep(ms); // the interval that was asked for
        }
    }
}
