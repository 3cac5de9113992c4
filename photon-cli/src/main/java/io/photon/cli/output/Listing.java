// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows things of which each is a JSON object: as lines, as one array, or as a table of the caller's. */
public final class Listing {

    private Listing() {}

    /**
     * Shows them in the format that is wanted for many things.
     *
     * @param objects a JSON object each
     * @param raw a line of text each
     * @param table shows them to people
     */
    public static void show(Report report, List<String> objects, List<String> raw, Runnable table) {
        switch (report.many()) {
            case table -> table.run();
            case raw -> raw.forEach(report.out()::line);
            case ndjson -> objects.forEach(report.out()::line);
            case json -> {
                byte[] document = ("[" + String.join(",\n ", objects) + "]").getBytes(StandardCharsets.UTF_8);
                report.showJson(document, 0, document.length);
            }
        }
    }
}
