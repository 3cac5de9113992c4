// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.client.ByteSink;
import io.photon.codec.GapJson;
import io.photon.event.Gap;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the lines in which a daemon names damage that it skips ({@code {"damaged":…}}) out of the events, and warns of
 * each when what came before it is out. Takes whole lines.
 */
public final class Gaps extends LineFilter {

    private final Report report;
    private final LongConsumer passed;
    private long count;
    private @Nullable Gap first;

    /** @param passed hears the last order-id of each gap */
    public Gaps(ByteSink next, Report report, LongConsumer passed) {
        super(next);
        this.report = report;
        this.passed = passed;
    }

    @Override
    @Nullable Runnable leftOut(byte[] lines, int from, int to) {
        Gap gap = GapJson.read(lines, from, to).orElse(null);
        return gap == null ? null : () -> tell(gap);
    }

    private void tell(Gap gap) {
        pause();
        count++;
        first = first == null ? gap : first;
        report.note("warning: " + gap.text() + (gap.first() == gap.last() ? " is" : " are")
                + " damaged and skipped: what stood there cannot be read");
        passed.accept(gap.last());
    }

    /** The exit code of a command that went well but for these gaps. */
    public int conclude() {
        return first == null ? ExitCode.OK : report.fail(skipped(count, first));
    }

    /** What is said at the end of something from which damage was left out. */
    public static Failure skipped(long count, Gap first) {
        return Failure.of(
                Kind.DAMAGED,
                count == 1
                        ? "one damaged place was skipped: " + first.text()
                        : count + " damaged places were skipped, the first at " + first.text(),
                "see all damage with: photon verify --live; restore what is lost from a backup");
    }
}
