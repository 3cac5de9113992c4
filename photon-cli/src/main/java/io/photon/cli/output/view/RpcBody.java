// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.DataOut;
import io.photon.cli.output.Format;
import io.photon.cli.output.OneObject;
import io.photon.cli.output.PrettyJson;
import io.photon.cli.output.Report;
import io.photon.cli.output.TerminalSafe;
import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;

/** Shows the body of a call's answer, mostly JSON. */
public final class RpcBody {

    /** How services wrap an answer that is no object (docs/muon-protocol 10.4). */
    private static final String WRAPPED = "_muon_wrapped_value";

    private RpcBody() {}

    public static void show(byte[] body, Report report) {
        Format format = report.one();
        DataOut out = report.out();
        boolean plain = format == Format.json || format == Format.ndjson;
        if (body.length == 0) {
            return; // no answer is shown as none
        }
        if (plain) {
            report.showJson(body, 0, body.length);
            return;
        }
        String wrapped = JsonFields.text(body, WRAPPED);
        int start = JsonFields.space(body, 0, body.length);
        if (wrapped != null) {
            out.line(format == Format.table ? TerminalSafe.text(wrapped) : wrapped);
        } else if (format == Format.table && start < body.length && body[start] == '{') {
            OneObject.show(body, report);
        } else {
            String text = new String(body, StandardCharsets.UTF_8).strip();
            if (format == Format.table && text.startsWith("[")) {
                PrettyJson.show(body, out, report.paint());
            } else {
                out.line(format == Format.table ? TerminalSafe.text(text) : text);
            }
        }
    }
}
