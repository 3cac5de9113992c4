// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that people read, and the source that they are about. */
final class Pages {

    static final Path ROOT =
            Path.of(System.getProperty("photon.root", "..")).toAbsolutePath().normalize();

    private static final List<String> MODULES =
            List.of("photon-common", "photon-daemon", "photon-broker", "photon-stores", "photon-cli", "tools");

    private Pages() {}

    /** README, CONTRIBUTING and everything in docs but the decisions, which are history and stay as they were written. */
    static List<Path> written() {
        List<Path> pages = new ArrayList<>(below("docs", ".md"));
        pages.removeIf(page -> page.startsWith(ROOT.resolve("docs/adr")));
        pages.add(ROOT.resolve("README.md"));
        pages.add(ROOT.resolve("CONTRIBUTING.md"));
        return pages;
    }

    /** The decisions, in the order of their numbers, without their list. */
    static List<Path> decisions() {
        List<Path> pages = new ArrayList<>(below("docs/adr", ".md"));
        pages.removeIf(page -> page.endsWith("README.md"));
        return pages;
    }

    /** What the web console and the description of the HTTP calls say. */
    static List<Path> web() {
        String folder = "photon-daemon/src/main/resources/io/photon/door/http";
        return Stream.of(below(folder, ".js"), below(folder, ".json"), below(folder, ".html"))
                .flatMap(List::stream)
                .collect(Collectors.toList());
    }

    /** Man pages and topics of help. */
    static List<Path> help() {
        return Stream.of(below("man", ""), below("photon-cli/src/main/resources/help", ".txt"))
                .flatMap(List::stream)
                .collect(Collectors.toList());
    }

    /** @param kind {@code main} or {@code test} */
    static List<Path> sources(String kind) {
        return MODULES.stream()
                .flatMap(module -> below(module, ".java").stream())
                .filter(file -> file.toString().contains("/src/" + kind + "/"))
                .collect(Collectors.toList());
    }

    private static List<Path> below(String folder, String ending) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
