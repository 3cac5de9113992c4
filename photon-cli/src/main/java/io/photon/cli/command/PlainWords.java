// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that understands its usual words by itself. Building picocli's model of a command takes longer than most
 * commands run, so it is only built for words that are not plain: help, abbreviations, errors.
 *
 * <p>Each method answers false when the words are not plain: an option of another command, one that was given before, a value that
 * is not what it should be. The command is then not used; what is wrong with the words, the model says.
 */
public interface PlainWords {

    /** Sets an option that has no value. */
    boolean setFlag(String option);

    /** Sets an option to a value, which is never empty. */
    boolean setValue(String option, String value);

    /** Takes a word that is not an option and not the value of one; it is never empty. */
    boolean addWord(String word);

    /**
     * Whether an option is given for the first time. Called as {@code isFirst(field, field = value)}, which sets the field, so that
     * a switch of such calls is the table of a command's options: a table of setters would load a class for each at every start.
     *
     * @param before what the field had, null for nothing
     * @param now what it has
     */
    static boolean isFirst(@Nullable Object before, Object now) {
        return before == null;
    }

    /** The same for a flag: {@code isFirst(flag, flag = true)}. */
    static boolean isFirst(boolean before, boolean now) {
        return !before;
    }

    /**
     * Takes the words that follow the name of a command, in whatever order they are.
     *
     * @return false when one of them is not plain; the command must not be used then
     */
    static boolean takes(PlainWords command, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.isEmpty() || word.equals("-") || word.equals("--")) {
                return false;
            }
            if (word.charAt(0) != '-') {
                if (!command.addWord(word)) {
                    return false;
                }
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals < 0 && command.setFlag(word)) {
                continue;
            }
            String value = equals >= 0 ? word.substring(equals + 1) : i + 1 < words.size() ? words.get(++i) : "";
            if (value.isEmpty()
                    || value.charAt(0) == '-'
                    || !command.setValue(equals < 0 ? word : word.substring(0, equals), value)) {
                return false;
            }
        }
        return true;
    }
}
