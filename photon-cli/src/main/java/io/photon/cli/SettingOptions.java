// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.command.meta.HelpLayout;
import io.photon.settings.Setting;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Shows the settings in the help, the man page and the completion of {@code serve}. Their values never come this way:
 * {@code SettingArguments} takes them out of the command line before, for errors that name the closest setting.
 */
final class SettingOptions {

    private SettingOptions() {}

    static void addTo(CommandSpec serve, List<Setting<?>> settings) {
        for (Setting<?> setting : settings) {
            String byDefault = setting.defaultText() == null || setting.secret()
                    ? ""
                    : " (default: " + setting.defaultText() + ")";
            serve.addOption(OptionSpec.builder("--" + setting.key())
                    .paramLabel(setting.type().label())
                    .order(HelpLayout.SETTING)
                    .type(String.class)
                    .description((setting.description() + byDefault).replace("%", "%%"))
                    .build());
        }
    }
}
