// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import java.util.List;
import java.util.Set;

/** The stream that a line speaks of, as far as it can be told without the model of its command. */
final class LineStream {

    private static final Set<String> FLAGS = Set.of("--exact", "--backwards", "--skip-damaged", "--atomic");

    private static final String JOINED = "--stream=";

    private LineStream() {}

    /** @param line the words before the cursor, the program's name first @return empty when there is none */
    static String of(List<String> line) {
        int option = line.indexOf("--stream");
        if (option > 0 && option + 1 < line.size()) {
            return line.get(option + 1);
        }
        for (String word : line) {
            if (word.startsWith(JOINED)) {
                return word.substring(JOINED.length());
            }
        }
        boolean command = false;
        for (int i = 1; i < line.size(); i++) {
            String word = line.get(i);
            if (word.startsWith("-")) {
                boolean alone = word.indexOf('=') > 0 || FLAGS.contains(word) || LeadingOptions.FLAGS.contains(word);
                i += alone ? 0 : 1;
            } else if (command) {
                return isGlob(word) ? "" : word.replaceAll("\\\\([*?\\\\])", "$1");
            } else if (!Commands.complete(word).equals("replay")) {
                return "";
            } else {
                command = true;
            }
        }
        return "";
    }

    private static boolean isGlob(String word) {
        return word.matches(".*(?<!\\\\)[*?].*") || word.equals("__all__");
    }
}
