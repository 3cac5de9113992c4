// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.photon.event.EventLimits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the JSON of events and initial values is read: any event that can be stored can be folded. */
public final class EventJson {

    private static final int MAX_DEPTH = 1_000;

    /** Thread-safe. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(EventLimits.MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final Pattern NUMBER =
            Pattern.compile("Number value length \\((\\d{1,12})\\) exceeds.*", Pattern.DOTALL);

    private EventJson() {}

    /** Whether an event has a number that is too long, as one may have that was stored before there was a limit; else null. */
    static @Nullable String tooLong(Throwable error) {
        // By name: a language may have a JSON library of its own.
        if (!error.getClass().getSimpleName().equals("StreamConstraintsException") || error.getMessage() == null) {
            return null;
        }
        Matcher number = NUMBER.matcher(error.getMessage());
        return number.matches()
                ? "a number of the event has " + number.group(1) + " characters, and at most "
                        + EventLimits.MAX_NUMBER_LENGTH
                        + " are folded (go past the event with: photon projection resume"
                        + " NAME --skip)"
                : null;
    }
}
