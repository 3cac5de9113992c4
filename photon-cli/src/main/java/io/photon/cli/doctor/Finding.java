// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.cli.output.JsonFacts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one check found. Immutable.
 *
 * @param mark how good or bad it is
 * @param check what was looked at, one or two words
 * @param found in words and figures
 * @param advice what to do next, null when there is nothing to do
 */
public record Finding(
        Mark mark, String check, String found, @Nullable String advice) {

    /** From nothing to do to something that has to be done. */
    public enum Mark {
        /** As it should be. */
        OK,
        /** A fact to know. */
        NOTE,
        /** It works, and should be changed. */
        WARNING,
        /** It does not work, or data are in danger. */
        WRONG;

        /** As it is shown and stands in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As one JSON object. */
    public String json() {
        return new JsonFacts()
                .put("check", check)
                .put("status", mark.word())
                .put("found", found)
                .put("advice", advice)
                .toString();
    }
}
