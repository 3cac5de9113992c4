// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import io.photon.cli.output.Lines;
import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.client.ByteSink;
import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Arrays;

/** What a daemon tells while it checks its store: progress, damages, and at the end a verdict. Takes whole lines. */
public final class VerifyLines implements ByteSink {

    private final Report report;
    private final Progress progress;
    private byte[] last = {};
    private long damages;

    public VerifyLines(Report report, Progress progress) {
        this.report = report;
        this.progress = progress;
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        Lines.forEach(lines, offset, length, (block, from, to) -> line(Arrays.copyOfRange(block, from, to)));
    }

    private void line(byte[] json) {
        last = json;
        String damage = JsonFields.text(json, "damage");
        String events = JsonFields.text(json, "events");
        if (damage != null) {
            damages++;
            progress.clear();
            report.note("damage: " + damage);
        } else if (events != null) {
            progress.at(JsonFields.number(json, "events"), JsonFields.number(json, "bytes"));
        }
    }

    /** The last line, or VERIFICATION_FAILED when damages were told or the verdict is bad. */
    public Result<byte[]> verdict() {
        if (JsonFields.text(last, "error") != null) {
            return Result.err(FailureJson.read(last, Failure.Kind.DAMAGED));
        }
        if (damages > 0 || "false".equals(JsonFields.text(last, "ok"))) {
            return Result.err(
                    Failure.Kind.DAMAGED,
                    "the store is damaged in " + Math.max(1, damages) + " place(s): "
                            + new String(last, java.nio.charset.StandardCharsets.UTF_8),
                    "see the daemon's log; restore from a backup into a fresh store");
        }
        return last.length == 0 ? Result.err(Failure.Kind.INTERNAL, "the daemon told nothing", null) : Result.ok(last);
    }
}
