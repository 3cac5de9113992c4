// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.top;

import io.photon.cli.input.Durations;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many readings, and how often. */
final class ReadingOptions {

    /** More often no daemon is asked. */
    private static final long LEAST_MS = 100;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "end after N readings")
    @Nullable Long count;

    @Option(
            names = {"-d", "--interval"},
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "how long from one reading to the next (default: ${DEFAULT-VALUE})")
    String interval;

    long most() {
        return count == null ? Long.MAX_VALUE : count;
    }

    Result<Long> intervalMs() {
        return Durations.span(interval).map(ms -> Math.max(LEAST_MS, ms));
    }
}
