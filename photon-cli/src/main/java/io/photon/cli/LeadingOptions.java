// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Options about connection and output may stand before the command: {@code photon --url URL streams list}. They are
 * moved after it, as the model of a command is built only when its name is known.
 */
final class LeadingOptions {

    /** Those that take a value, with the word they go by after the command. */
    static final Set<String> WITH_VALUE = Set.of(
            "--url",
            "--context",
            "--timeout",
            "--token",
            "--token-file",
            "--user",
            "--password-file",
            "--ca-file",
            "--service",
            "--muon-service",
            "-o",
            "--output",
            "--color",
            "--progress");

    static final Set<String> FLAGS = Set.of("--insecure", "-q", "--quiet", "-v", "--verbose", "--debug");

    static final Set<String> GROUPS = Set.of(
            "streams",
            "event",
            "projection",
            "wait",
            "bench",
            "context",
            "app",
            "user",
            "grant",
            "hook",
            "cluster",
            "token");

    private LeadingOptions() {}

    /** The words in the order in which commands understand them. */
    static List<String> moved(List<String> words) {
        List<String> options = new ArrayList<>();
        int command = take(words, 0, options);
        if (command == 0 && !isGroup(words, 0) || command >= words.size()) {
            return words;
        }
        List<String> ordered = new ArrayList<>();
        ordered.add(words.get(command));
        int next = command + 1;
        if (isGroup(words, command)) {
            next = take(words, next, options);
            if (next < words.size() && !words.get(next).startsWith("-")) {
                ordered.add(words.get(next++));
            }
        }
        ordered.addAll(options);
        ordered.addAll(words.subList(next, words.size()));
        return ordered;
    }

    private static boolean isGroup(List<String> words, int at) {
        return at < words.size() && GROUPS.contains(Commands.complete(words.get(at)));
    }

    /** Takes the options that stand from a place on; answers the place of the first word that is none. */
    private static int take(List<String> words, int from, List<String> options) {
        int at = from;
        while (at < words.size()) {
            String word = words.get(at);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            boolean attached = equals >= 0 && WITH_VALUE.contains(name) || word.startsWith("-o") && word.length() > 2;
            if (attached || FLAGS.contains(word)) {
                options.add(afterTheCommand(word));
                at++;
            } else if (WITH_VALUE.contains(word) && at + 1 < words.size()) {
                options.add(afterTheCommand(word));
                options.add(words.get(at + 1));
                at += 2;
            } else {
                return at;
            }
        }
        return at;
    }

    /** The event store's name: after emit --service would be the event's. */
    private static String afterTheCommand(String word) {
        return word.startsWith("--service") ? "--muon-service" + word.substring("--service".length()) : word;
    }
}
