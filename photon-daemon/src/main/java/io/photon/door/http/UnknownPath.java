// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.settings.Closest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a caller is told who asks for a path that there is not: which one, and which one may be meant. */
final class UnknownPath {

    private static final String API = "api";

    private UnknownPath() {}

    /**
     * The refusal.
     *
     * @param asked the segments of the path
     * @param patterns those of the paths that there are; a segment that begins with a colon is free
     * @param basePath what all paths begin with, perhaps nothing
     */
    static Failure of(List<String> asked, List<List<String>> patterns, String basePath) {
        String meant = meant(asked, patterns)
                .map(path -> "did you mean " + basePath + path + "? ")
                .orElse("");
        return Failure.of(
                Failure.Kind.NOT_FOUND,
                "no such path: '" + Excerpt.of(basePath + "/" + String.join("/", asked)) + "'",
                meant + "the api is under " + basePath + "/api, and " + basePath + "/api-docs shows each of its paths");
    }

    private static Optional<String> meant(List<String> asked, List<List<String>> patterns) {
        List<String> tidy = new ArrayList<>(asked);
        tidy.removeIf(String::isEmpty); // a slash at the end, or two in a row
        List<String> other = new ArrayList<>(tidy); // with /api where it was left out, or the other way round
        if (!other.isEmpty() && other.get(0).equals(API)) {
            other.remove(0);
        } else {
            other.add(0, API);
        }
        return fitting(tidy, patterns).or(() -> fitting(other, patterns)).or(() -> closest(tidy, patterns));
    }

    private static Optional<String> fitting(List<String> segments, List<List<String>> patterns) {
        return patterns.stream()
                .filter(pattern -> !segments.isEmpty())
                .filter(pattern -> filled(pattern, segments).equals(text(segments)))
                .map(UnknownPath::text)
                .findFirst();
    }

    private static Optional<String> closest(List<String> segments, List<List<String>> patterns) {
        Map<String, String> byPath = new LinkedHashMap<>();
        for (List<String> pattern : patterns) {
            if (pattern.size() == segments.size()) {
                byPath.putIfAbsent(own(filled(pattern, segments)), text(pattern));
            }
        }
        return Closest.of(own(text(segments)), byPath.keySet()).map(byPath::get);
    }

    /** Without what nearly all paths begin with, which would excuse more typing errors. */
    private static String own(String path) {
        String begin = "/" + API + "/";
        return Excerpt.of(path.startsWith(begin) ? path.substring(begin.length()) : path);
    }

    /** A path with what was asked for in its free segments. */
    private static String filled(List<String> pattern, List<String> segments) {
        List<String> filled = new ArrayList<>(pattern);
        for (int i = 0; i < pattern.size() && i < segments.size(); i++) {
            if (pattern.get(i).startsWith(":")) {
                filled.set(i, segments.get(i));
            }
        }
        return text(filled);
    }

    private static String text(List<String> segments) {
        return "/" + String.join("/", segments);
    }
}
