// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the settings out of a command line: {@code -rest.host VALUE}, {@code --rest.host VALUE},
 * {@code --rest.host=VALUE}. An option whose name has a dot is a setting, known or not; no other option has one. Of the settings
 * only {@code follow} has none.
 *
 * @param given the settings in their order
 * @param rest everything else, in its order
 */
public record SettingArguments(List<Given> given, List<String> rest) {

    private static final Pattern OPTION =
            Pattern.compile("(--?([A-Za-z][\\w-]*(?:\\.[\\w-]+)+))(?:=(.*))?", Pattern.DOTALL);

    /** The same, or the one setting without a dot. */
    private static final Pattern ANY =
            Pattern.compile("(--?([A-Za-z][\\w-]*(?:\\.[\\w-]+)+|follow))(?:=(.*))?", Pattern.DOTALL);

    /** Whether an argument is the option of a setting. */
    public static boolean isSetting(String argument) {
        return OPTION.matcher(argument).matches();
    }

    /**
     * The same with one more setting, which an option of another name gives.
     *
     * @param option as written, for messages
     * @param text the value as written; null when it is missing
     */
    public SettingArguments with(String option, String key, String text) {
        List<Given> more = new ArrayList<>(given);
        more.add(new Given(key, text, SettingOrigin.commandLine(option)));
        return new SettingArguments(List.copyOf(more), rest);
    }

    /** Splits them; what follows {@code --} is left alone. */
    public static SettingArguments of(List<String> arguments) {
        List<Given> given = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--")) {
                rest.addAll(arguments.subList(i, arguments.size()));
                break;
            }
            Matcher option = ANY.matcher(arguments.get(i));
            if (!option.matches()) {
                rest.add(arguments.get(i));
                continue;
            }
            String text = option.group(3);
            if (text == null && i + 1 < arguments.size() && !isSetting(arguments.get(i + 1))) {
                text = arguments.get(++i);
            }
            given.add(new Given(option.group(2), text, SettingOrigin.commandLine(option.group(1))));
        }
        return new SettingArguments(List.copyOf(given), List.copyOf(rest));
    }
}
