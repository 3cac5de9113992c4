// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.output.Listing;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.codec.JsonFields;
import io.photon.settings.Setting;
import io.photon.settings.SettingOrigin;
import io.photon.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code --print-config}: every setting with value and origin. */
final class PrintedConfig {

    private PrintedConfig() {}

    /** @param withoutEffect why a setting has no effect; empty for one that has */
    static void print(
            List<Settings.Shown> settings, Function<Setting<?>, Optional<String>> withoutEffect, Report report) {
        Listing.show(
                report,
                settings.stream()
                        .map(shown -> json(shown, reason(shown, withoutEffect)))
                        .toList(),
                settings.stream()
                        .map(shown -> shown.setting().key() + "=" + shown.value())
                        .toList(),
                () -> {
                    Table table = report.table("SETTING", "VALUE", "ORIGIN").fixed(0, 1);
                    settings.forEach(shown -> table.row(
                            shown.setting().key(),
                            shown.value(),
                            shown.origin().place()
                                    + reason(shown, withoutEffect)
                                            .map(why -> ", without effect: " + why)
                                            .orElse("")));
                    table.flush();
                });
    }

    /** Of a setting that was given. */
    private static Optional<String> reason(Settings.Shown shown, Function<Setting<?>, Optional<String>> withoutEffect) {
        return shown.origin().equals(SettingOrigin.DEFAULT) ? Optional.empty() : withoutEffect.apply(shown.setting());
    }

    private static String json(Settings.Shown shown, Optional<String> withoutEffect) {
        boolean bare = shown.setting().type().isBareInJson() && !shown.value().isEmpty();
        String value = shown.value().isEmpty() ? "null" : bare ? shown.value() : JsonFields.quote(shown.value());
        return "{\"setting\":" + JsonFields.quote(shown.setting().key()) + ",\"value\":" + value + ",\"origin\":"
                + JsonFields.quote(shown.origin().place())
                + withoutEffect
                        .map(why -> ",\"without-effect\":" + JsonFields.quote(why))
                        .orElse("")
                + "}";
    }
}
