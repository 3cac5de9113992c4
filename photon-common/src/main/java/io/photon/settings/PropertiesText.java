// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import io.photon.result.Failure;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file with its line numbers. The text is UTF-8; syntax and escapes are those of
 * {@link java.util.Properties}, which reads each logical line; only where one ends is decided here.
 *
 * @param given in the file's order
 * @param errors lines that cannot be read
 * @param warnings keys that come twice
 */
public record PropertiesText(List<Given> given, List<Failure> errors, List<String> warnings) {

    /** @param name of the file, as errors shall name it */
    public static PropertiesText parse(byte[] bytes, String name) {
        List<Given> given = new ArrayList<>();
        List<Failure> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Map<String, SettingOrigin> seen = new HashMap<>();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String[] lines = text.split("\r\n|\r|\n", -1);
            for (int i = 0; i < lines.length; ) {
                int first = i;
                StringBuilder logical = new StringBuilder(lines[i]);
                while (!isComment(lines[first]) && isContinued(lines[i]) && i + 1 < lines.length) {
                    logical.append('\n').append(lines[++i]);
                }
                i++;
                line(logical.toString(), SettingOrigin.file(name, first + 1), given, errors);
            }
        } catch (CharacterCodingException e) {
            errors.add(Failure.of(Failure.Kind.BAD_INPUT, name + ": is not UTF-8", "save it as UTF-8"));
        }
        for (Given one : given) {
            SettingOrigin before = seen.put(one.key(), one.origin());
            if (before != null) {
                warnings.add(one.origin() + ": " + one.key() + " again; this value counts, not that of " + before);
            }
        }
        return new PropertiesText(List.copyOf(given), List.copyOf(errors), List.copyOf(warnings));
    }

    private static void line(String logical, SettingOrigin origin, List<Given> given, List<Failure> errors) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(logical));
            properties.remove("", ""); // a lone backslash: nothing, or at the end of a file a nameless nothing
            properties.forEach((key, text) -> given.add(new Given((String) key, (String) text, origin)));
        } catch (IllegalArgumentException e) {
            errors.add(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    origin + ": a \\u that four hexadecimal digits do not follow",
                    "write a backslash as \\\\"));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string has no trouble being read
        }
    }

    private static boolean isComment(String line) {
        String text = line.stripLeading();
        return text.isEmpty() || text.startsWith("#") || text.startsWith("!");
    }

    /** Whether an odd number of backslashes ends the line. */
    private static boolean isContinued(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
