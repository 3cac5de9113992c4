// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.output.Listing;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.codec.JsonFields;
import io.photon.settings.Settings;
import java.util.List;

/** {@code --print-config}: every setting with value and origin. */
final class PrintedConfig {

    private PrintedConfig() {}

    static void print(List<Settings.Shown> settings, Report report) {
        Listing.show(
                report,
                settings.stream().map(PrintedConfig::json).toList(),
                settings.stream()
                        .map(shown -> shown.setting().key() + "=" + shown.value())
                        .toList(),
                () -> {
                    Table table = report.table("SETTING", "VALUE", "ORIGIN").fixed(0, 1);
                    settings.forEach(shown -> table.row(
                            shown.setting().key(), shown.value(), shown.origin().place()));
                    table.flush();
                });
    }

    private static String json(Settings.Shown shown) {
        boolean bare = shown.setting().type().isBareInJson() && !shown.value().isEmpty();
        String value = shown.value().isEmpty() ? "null" : bare ? shown.value() : JsonFields.quote(shown.value());
        return "{\"setting\":" + JsonFields.quote(shown.setting().key()) + ",\"value\":" + value + ",\"origin\":"
                + JsonFields.quote(shown.origin().place()) + "}";
    }
}
