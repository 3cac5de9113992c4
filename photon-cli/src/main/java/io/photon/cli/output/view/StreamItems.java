// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.DataOut;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.PrettyJson;
import io.photon.cli.output.Report;
import io.photon.cli.output.TerminalSafe;
import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;

/** Shows the items of any stream, one a line; takes one item at a time. Knows the order-ids of those that have one. */
public final class StreamItems implements ByteSink {

    private static final byte[] ORDER_ID = "\"order-id\"".getBytes(StandardCharsets.US_ASCII);

    private final Report report;
    private final DataOut out;
    private final boolean forPeople;
    private volatile long count;
    private volatile long last;

    public StreamItems(Report report) {
        this.report = report;
        this.out = report.out();
        this.forPeople = report.many() == Format.table;
    }

    @Override
    public void write(byte[] item, int offset, int length) {
        byte[] json = java.util.Arrays.copyOfRange(item, offset, offset + length);
        long id = contains(json) ? JsonFields.number(json, "order-id") : 0;
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' '; // between tokens: one item is one line
            }
        }
        if (report.isPretty()) {
            PrettyJson.show(json, out, report.paint());
        } else if (forPeople) {
            out.line(TerminalSafe.text(new String(json, StandardCharsets.UTF_8)));
        } else {
            out.write(json);
            out.write('\n');
        }
        count++; // one writer; volatile for the interruption
        last = id > 0 ? id : last;
    }

    private static boolean contains(byte[] json) {
        for (int i = 0; i + ORDER_ID.length <= json.length; i++) {
            if (json[i] == '"' && java.util.Arrays.equals(json, i, i + ORDER_ID.length, ORDER_ID, 0, ORDER_ID.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void pause() {
        out.flush();
    }

    /** How many items were shown. */
    public long count() {
        return count;
    }

    /** For the one who broke it off. */
    public String whereItStopped() {
        if (count == 0) {
            return "stopped before the first item";
        }
        return last == 0 ? "stopped after " + count + " items" : "stopped at " + last + "; " + resume();
    }

    private String resume() {
        return "resume with \"from\":" + (last + 1) + " in the JSON";
    }

    /** The exit code, with what to do when it broke off amid events. */
    public int conclude(Result<Long> result) {
        if (result instanceof Result.Err<Long> err) {
            Failure failure = err.failure();
            return report.fail(
                    last == 0
                            ? failure
                            : new Failure(
                                    failure.kind(), failure.message() + "; the last event was " + last, resume()));
        }
        return ExitCode.OK;
    }
}
