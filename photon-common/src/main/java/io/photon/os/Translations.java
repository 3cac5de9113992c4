// SPDX-License-Identifier: Apache-2.0
package io.photon.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system's own translations of its errors: the catalogue {@code libc.mo} of the language that the process was
 * started in. Some errors cannot be provoked to hear their words.
 *
 * <pre>
 * 0 magic 950412de in either byte order   8 number of texts   12 offset of the originals   16 of the translations;
 * each of these two lists: (length, offset of the text) 4 + 4 bytes, the originals sorted
 * </pre>
 */
final class Translations {

    private static final int MAGIC = 0x950412de;
    private static final int MAX_BYTES = 8 << 20;
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/share/locale"), Path.of("/usr/share/locale-langpack"));

    private final List<Path> catalogues;

    /** @param catalogues those there are, the best first */
    Translations(List<Path> catalogues) {
        this.catalogues = catalogues;
    }

    static Translations ofThisProcess() {
        return new Translations(catalogues(FOLDERS, System.getenv()));
    }

    /** As gettext looks for them: LANGUAGE first, unless the locale is C; it counts even for C.UTF-8. */
    static List<Path> catalogues(List<Path> folders, Map<String, String> environment) {
        String locale = "";
        for (String name : List.of("LC_ALL", "LC_MESSAGES", "LANG")) {
            if (locale.isEmpty()) {
                locale = environment.getOrDefault(name, "");
            }
        }
        if (List.of("", "C", "POSIX").contains(locale)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        String wanted = environment.getOrDefault("LANGUAGE", "") + ":" + locale;
        for (String language : wanted.split(":")) {
            for (String name : languages(language)) {
                folders.forEach(folder -> found.add(folder.resolve(name).resolve("LC_MESSAGES/libc.mo")));
            }
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    /** {@code de_AT.UTF-8@euro} means de_AT, else de. */
    private static List<String> languages(String locale) {
        String plain = locale.replaceAll("[.@].*", "");
        if (!plain.matches("[A-Za-z]{2,3}(_[A-Za-z]{2})?")) {
            return List.of(); // C, POSIX, a path or nothing
        }
        int country = plain.indexOf('_');
        return country < 0 ? List.of(plain) : List.of(plain, plain.substring(0, country));
    }

    /** How the system says an English text; empty when it has no translation. */
    Optional<String> of(String english) {
        for (Path catalogue : catalogues) {
            try {
                if (Files.size(catalogue) <= MAX_BYTES) {
                    Optional<String> found = find(ByteBuffer.wrap(Files.readAllBytes(catalogue)), english);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            } catch (IOException | IndexOutOfBoundsException e) {
                continue; // cannot be read, or is none: then the system cannot use it either
            }
        }
        return Optional.empty();
    }

    private static Optional<String> find(ByteBuffer catalogue, String english) {
        if (catalogue.getInt(0) != MAGIC) {
            catalogue.order(ByteOrder.LITTLE_ENDIAN);
        }
        if (catalogue.getInt(0) != MAGIC) {
            return Optional.empty();
        }
        byte[] wanted = english.getBytes(StandardCharsets.US_ASCII);
        int texts = catalogue.getInt(8);
        for (int i = 0; i < texts; i++) {
            if (Arrays.equals(text(catalogue, catalogue.getInt(12) + i * 8), wanted)) {
                byte[] translated = text(catalogue, catalogue.getInt(16) + i * 8);
                return Optional.of(new String(translated, StandardCharsets.UTF_8))
                        .filter(words -> !words.isEmpty());
            }
        }
        return Optional.empty();
    }

    private static byte[] text(ByteBuffer catalogue, int entry) {
        byte[] text = new byte[Math.min(catalogue.getInt(entry), catalogue.limit())];
        catalogue.get(catalogue.getInt(entry + 4), text);
        return text;
    }
}
